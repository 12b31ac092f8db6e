// Tells of each JavaScript text on stdin whether node takes it. Run with --experimental-vm-modules.
import { readFileSync } from "node:fs";
import { Module } from "node:module";
import vm from "node:vm";

const problem = ({ text, isModule }) => {
  const plain = text.replace(/^\uFEFF/u, "");
  try {
    if (isModule) new vm.SourceTextModule(plain);
    else new vm.Script(Module.wrap(plain.replace(/^#!.*/u, "")));
    return null;
  } catch (error) {
    return String(error);
  }
};
console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(problem)));
