import fc from "fast-check";
import { expect, test } from "vitest";
import { squarify } from "../../cli/report/html/treemap.ts";

const box = { x: 10, y: 20, width: 400, height: 150 };

test("every value has its share of the box, inside of it, and none lies over another", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 40 }), (given) => {
      const values = given.sort((a, b) => b - a);
      const boxes = squarify(values, box);
      const total = values.reduce((sum, value) => sum + value, 0);
      expect(boxes).toHaveLength(values.length);
      boxes.forEach(({ x, y, width, height }, index) => {
        expect(width * height).toBeCloseTo((60_000 * (values[index] ?? 0)) / total, 3);
        expect(Math.min(x - box.x, y - box.y, box.x + box.width - x - width, box.y + box.height - y - height)).toBeGreaterThan(-1e-6);
        for (const other of boxes.slice(0, index)) {
          const across = Math.min(x + width, other.x + other.width) - Math.max(x, other.x);
          const down = Math.min(y + height, other.y + other.height) - Math.max(y, other.y);
          expect(Math.min(across, down)).toBeLessThan(1e-6);
        }
      });
    }),
  );
});

test("nothing takes no room", () => {
  expect(squarify([], box)).toEqual([]);
});
