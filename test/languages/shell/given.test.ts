import { describe, expect, test } from "vitest";
import { sitesOf } from "./shell.ts";

/** What the holes of a script's words give, by the source of the word. */
function givenIn(text: string): readonly (readonly [string, string])[] {
  return sitesOf(text).flatMap(({ holes, range }) => holes.flatMap(({ gives }) => (gives == null ? [] : [[text.slice(...range), gives] as const])));
}

describe("the working folder", () => {
  test.each<[string, readonly string[]]>([
    ["ROOT=$(pwd)", ["$(pwd)"]],
    ['ROOT="`pwd`"', ['"`pwd`"']],
    ["ROOT=$PWD\nx \"${PWD}/a\"", ["$PWD", '"${PWD}/a"']],
    ["x $(pwd -P)/a $(cd . && pwd) $(realpath .)", ["$(pwd -P)/a", "$(cd . && pwd)", "$(realpath .)"]],
    ['ROOT=$(pwd)\nx "$ROOT/a"', ["$(pwd)", '"$ROOT/a"']],
    ['cat > x <<EOF\nd=$(pwd)/a\nEOF\n', ["d=$(pwd)/a"]],
    ['ROOT="${ROOT:-$(pwd)}"', ["$(pwd)"]],
    ["go() { x $(pwd)/a; }\ngo", ["$(pwd)/a"]],
    ["(cd a)\nx $(pwd)", ["$(pwd)"]],
    ['A=$(cd "$(dirname "$0")" && pwd)', []],
    ['A="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"', []],
    ['cd "$DIR"\nROOT=$(pwd)\nx $PWD "$ROOT/a"', []],
    ["cd \"$(dirname \"$0\")\" || exit 1\nROOT=$(pwd)", []],
    ["cd a && x $(pwd)/b", []],
    ['go() { x "$(pwd)"; }\ncd a\ngo', []],
    ["if a; then cd b; fi\nx $PWD", []],
    ["PWD=/a\nx $PWD", []],
    ["x $(dirname $0) ${PWD%/*} $(basename $(pwd))", ["$(pwd)"]],
  ])("%j", (text, words) => {
    expect(givenIn(text)).toEqual(words.map((word) => [word, "working-folder"]));
  });
});

describe("an address of the machine", () => {
  test.each<[string, readonly string[]]>([
    ["IP=$(hostname -I | awk '{print $1}')\nx http://$IP:80", ["$(hostname -I | awk '{print $1}')", "http://$IP:80"]],
    ["x `ipconfig getifaddr en0`", ["`ipconfig getifaddr en0`"]],
    ["x $(ip route get 1 | awk '{print $7}')", ["$(ip route get 1 | awk '{print $7}')"]],
    ["x $(ip -4 addr show eth0 | grep inet)", ["$(ip -4 addr show eth0 | grep inet)"]],
    ["x $(ifconfig | grep 'inet ' | head -1)", ["$(ifconfig | grep 'inet ' | head -1)"]],
    ["x $(curl -s ifconfig.me)", ["$(curl -s ifconfig.me)"]],
    ["x $(curl -fsSL https://api.ipify.org)", ["$(curl -fsSL https://api.ipify.org)"]],
    ["cat > .env <<EOF\nHOST=$(hostname -I)\nEOF\n", ["$(hostname -I)"]],
    ["cat > notes <<EOF\nHOST=$(hostname -I)\nEOF\n", ["HOST=$(hostname -I)"]],
    ["bash -c \"x http://$(hostname -I)/\"", ["http://$(hostname -I)/"]],
    ["get_ip() { hostname -I | cut -d' ' -f1; }\nx $(get_ip)", ["$(get_ip)"]],
    ["IP=$(hostname -I)\nif [ -z \"$IP\" ]; then IP=localhost; fi\nx u:$IP", ["$(hostname -I)", '"$IP"', "u:$IP"]],
    ["x $(hostname) $(ip link) $(ip route | grep default) $(ifconfig en0 | grep ether) $(curl -s https://example.com/ip)", []],
  ])("%j", (text, words) => {
    expect(givenIn(text)).toEqual(words.map((word) => [word, "own-address"]));
  });
});
