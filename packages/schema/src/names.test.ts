import { expect, test } from "vitest";
import { isKnownMark, names } from "./names.ts";
import { markKinds, type NodeName, nodeKinds, schema, schemaVersion } from "./schema.ts";
import { sealedSpecs } from "./sealed.ts";

test("every node, mark and attribute of the schema is a known name, of a version that this schema has", () => {
  const other = new Set(["doc", "text", ...Object.keys(sealedSpecs)]);
  const nodes = Object.keys(schema.nodes).filter((name) => !other.has(name));
  expect([...names.nodes.keys()].toSorted()).toEqual(nodes.toSorted());
  expect([...names.marks.keys()].toSorted()).toEqual(Object.keys(schema.marks).toSorted());
  const attributes = nodes.flatMap((name) => Object.keys(schema.nodes[name as NodeName].spec.attrs ?? {}));
  expect([...names.attributes.keys()].toSorted()).toEqual([...new Set(attributes)].toSorted());
  const versions = [...names.nodes.values(), ...names.marks.values(), ...names.attributes.values()];
  expect(Math.max(...versions)).toBe(schemaVersion);
});

test("D2 every attribute of a node is null in its plain case, and every attribute is checked", () => {
  for (const { name } of nodeKinds)
    for (const spec of Object.values(schema.nodes[name].spec.attrs ?? {})) expect(spec.default).toBeNull();
  for (const { spec } of [...Object.values(schema.nodes), ...Object.values(schema.marks)])
    for (const attribute of Object.values(spec.attrs ?? {})) expect(attribute.validate).toBeDefined();
});

test("the kinds listed are those that the schema was made of", () => {
  expect(nodeKinds.map(({ name }) => name).every((name) => name in schema.nodes)).toBe(true);
  expect(markKinds.map(({ name }) => name)).toEqual(Object.keys(schema.marks));
});

test("a mark is known by its name, and by its name and a hash", () => {
  expect(isKnownMark("strong")).toBe(true);
  expect(isKnownMark("strong--AbCd12+/")).toBe(true);
  expect(isKnownMark("strong--")).toBe(false);
  expect(isKnownMark("sub--AbCd12+/")).toBe(false);
  expect(isKnownMark("__proto__")).toBe(false);
});
