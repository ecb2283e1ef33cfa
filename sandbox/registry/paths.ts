export const REGISTRY_PATH = "/REST/ebox/enterprise/messageRegistry/v3";
export const PUBLISH_PATH = `${REGISTRY_PATH}/ebox/messages`;
