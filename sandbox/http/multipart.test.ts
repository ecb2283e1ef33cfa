import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseMultipart, type Part } from "./multipart";

const TYPE = "multipart/form-data; boundary=edge";

async function encode(form: FormData): Promise<{ type: string; body: Buffer }> {
  const request = new Request("http://localhost", { method: "POST", body: form });
  return {
    type: request.headers.get("content-type") ?? "",
    body: Buffer.from(await request.arrayBuffer()),
  };
}

function parseText(text: string, type = TYPE): Part[] | undefined {
  return parseMultipart(type, Buffer.from(text.replaceAll("\n", "\r\n"), "latin1"));
}

describe("a multipart body", () => {
  it("gives back the bytes of every part, whatever they are", async () => {
    const parts = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(parts, async (contents) => {
        const form = new FormData();
        contents.forEach((content, index) =>
          form.append(
            `part${index}`,
            new Blob([Uint8Array.from(content)], { type: "application/pdf" }),
            `${index}.pdf`,
          ),
        );
        const { type, body } = await encode(form);
        const parsed = parseMultipart(type, body);
        expect(parsed?.map(({ content }) => [...content])).toEqual(
          contents.map((content) => [...content]),
        );
        expect(parsed?.map(({ name }) => name)).toEqual(contents.map((_, index) => `part${index}`));
      }),
    );
  });

  it("names parts, files and media types", () => {
    const body = `--edge
Content-Disposition: form-data; name="upfile1"; filename="brief \\"A\\".pdf"
Content-Type: Application/PDF; charset=x

content
--edge--
`;
    const [part] = parseText(body) ?? [];
    expect(part).toMatchObject({
      name: "upfile1",
      fileName: 'brief "A".pdf',
      mediaType: "application/pdf",
    });
    expect(part?.content.toString()).toBe("content");
  });

  it("does not take a file name for a name", () => {
    const body = '--edge\nContent-Disposition: form-data; filename="x.pdf"; name=y\n\n\n--edge--\n';
    expect(parseText(body)?.[0]).toMatchObject({ name: "y", fileName: "x.pdf" });
  });

  it("undoes the percent-encoding of a file name, and leaves a stray percent sign", () => {
    const body = (name: string) =>
      `--edge\nContent-Disposition: form-data; name="a"; filename="${name}"\n\n\n--edge--`;
    expect(parseText(body("%E7%8E%8B.pdf"))?.[0]?.fileName).toBe("王.pdf");
    expect(parseText(body("100% zeker.pdf"))?.[0]?.fileName).toBe("100% zeker.pdf");
  });

  it("ignores what stands before the first boundary", () => {
    expect(
      parseText('preamble\n--edge\nContent-Disposition: form-data; name="a"\n\n1\n--edge--'),
    ).toHaveLength(1);
  });

  it.each([
    ["another content type", "--edge--", "application/json"],
    ["no boundary named", "--edge--", "multipart/form-data"],
    ["no closing boundary", '--edge\nContent-Disposition: form-data; name="a"\n\n1\n', TYPE],
    ["a part without a name", "--edge\nContent-Disposition: form-data\n\n1\n--edge--", TYPE],
    ["a part without headers", "--edge\nno headers\n--edge--", TYPE],
    [
      "something glued to a boundary",
      '--edgeX\nContent-Disposition: form-data; name="a"\n\n1\n--edge--',
      TYPE,
    ],
    ["nothing", "", TYPE],
  ])("is refused with %s", (_what, body, type) => {
    expect(parseText(body, type)).toBeUndefined();
  });
});
