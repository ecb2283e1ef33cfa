export const templateName = "portal_template";
