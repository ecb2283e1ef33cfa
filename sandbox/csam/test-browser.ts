/** A browser without JavaScript: keeps cookies, follows redirects within the sandbox. */
export class Browser {
  private readonly cookies = new Map<string, string>();

  /** `home`: where redirects are followed; one that leads elsewhere is where the journey ends. */
  constructor(private readonly home: string) {}

  async go(
    url: string,
    form?: Record<string, string>,
  ): Promise<{ url: string; text: string; status: number }> {
    const headers = {
      cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; "),
    };
    const response = await fetch(url, {
      method: form === undefined ? "GET" : "POST",
      redirect: "manual",
      headers,
      body: form === undefined ? undefined : new URLSearchParams(form),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ""] = cookie.split(";");
      const separator = pair.indexOf("=");
      this.cookies.set(pair.slice(0, separator), pair.slice(separator + 1));
    }
    const location = response.headers.get("location");
    if (location === null) return { url, text: await response.text(), status: response.status };
    const next = new URL(location, url).href;
    return next.startsWith(this.home)
      ? this.go(next)
      : { url: next, text: "", status: response.status };
  }
}
