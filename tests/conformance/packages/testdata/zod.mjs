// Parsing of untrusted input: defaults, transforms, unions, refinements, and errors that say what is wrong.
import * as z from "zod";

const User = z.object({
  name: z.string().trim().min(2),
  email: z.email(),
  age: z.coerce.number().int().positive().optional(),
  role: z.enum(["admin", "user"]).default("user"),
  tags: z.array(z.string()).max(3).transform((tags) => tags.map((tag) => tag.toLowerCase())),
});
console.log(User.parse({ name: " Ada ", email: "ada@example.org", age: "36", tags: ["Math", "CODE"] }));

const bad = User.safeParse({ name: "x", email: "nobody", age: -1.5, role: "root", tags: ["1", "2", "3", 4] });
console.log(bad.success);
for (const issue of bad.error.issues) console.log(issue.path.join("."), "|", issue.code, "|", issue.message);
console.log(z.prettifyError(bad.error));
console.log(z.treeifyError(bad.error).properties.name);

const Shape = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("circle"), radius: z.number() }),
  z.object({ kind: z.literal("rectangle"), width: z.number(), height: z.number() }),
]);
const area = (shape) => (shape.kind === "circle" ? 3 * shape.radius ** 2 : shape.width * shape.height);
console.log([{ kind: "circle", radius: 2 }, { kind: "rectangle", width: 2, height: 5 }].map((s) => area(Shape.parse(s))));
console.log(Shape.safeParse({ kind: "line" }).error.issues[0].code);

const Password = z.object({ password: z.string(), again: z.string() })
  .refine((form) => form.password === form.again, { error: "the passwords differ", path: ["again"] });
console.log(Password.safeParse({ password: "a", again: "b" }).error.issues[0].message);
const Known = z.string().refine(async (id) => (await Promise.resolve(["a1"])).includes(id), "unknown id");
console.log((await Known.safeParseAsync("a1")).success, (await Known.safeParseAsync("b2")).error.issues[0].message);

const Tree = z.object({ name: z.string(), get children() { return z.array(Tree).optional(); } });
console.log(JSON.stringify(Tree.parse({ name: "a", children: [{ name: "b", children: [] }] })));
console.log(z.record(z.string(), z.number()).parse({ a: 1 }), z.tuple([z.string(), z.number()]).parse(["a", 1]), z.bigint().parse(10n));
console.log(z.union([z.string(), z.date()]).parse(new Date(0)).toISOString(), z.iso.datetime().safeParse("2024-02-30T00:00:00Z").success);
console.log(z.strictObject({ a: z.string() }).safeParse({ a: "x", b: 1 }).error.issues[0].keys, z.uuid().safeParse("no").success);
console.log(JSON.stringify(z.toJSONSchema(User.pick({ name: true, role: true }), { io: "input" })));
try {
  z.string().parse(1);
} catch (error) {
  console.log(error.name, error instanceof z.ZodError, error instanceof Error);
}
