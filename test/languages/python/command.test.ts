import { describe, expect, it } from "vitest";
import { HOLE } from "../../../detectors/hole.ts";
import { siteOf, sitesOf } from "./python.ts";

/** The command line that the first string with a value is a word of. */
function lineOf(text: string, value: string): string | null {
  const { command } = siteOf(text, value);
  return command ? `${command.words.join(" ").replaceAll(HOLE, "…")} @${command.at}` : null;
}

describe("the command line that a string is a word of", () => {
  it.each<[string, string]>([
    ["subprocess.run(['ctl', '-c', 'V', 'status'])", "ctl -c V status @2"],
    ["subprocess.run(args=['ctl', 'V'])", "ctl V @1"],
    ["subprocess.Popen(('ctl', 'V'))", "ctl V @1"],
    ["subprocess.check_call('V')", "V @0"],
    ["sp.run(['sudo', '-u', 'ann', 'ctl', 'V'])", "ctl V @1"],
    ["subprocess.run(['env', 'A=1', 'ctl', 'V'])", "ctl V @1"],
    ["subprocess.run(['timeout', '5', 'nohup', 'ctl', 'V'])", "ctl V @1"],
    ["cmd = ['ctl', 'V']\nsubprocess.run(cmd)", "ctl V @1"],
    ["cmd = ['ctl']\ncmd.append('V')\ncmd += ['x']\nsubprocess.run(cmd)", "ctl V x @1"],
    ["cmd = ['ctl']\ncmd.extend(['V', x])\nsubprocess.run(cmd)", "ctl V … @1"],
    ["ctl = '/opt/bin/ctl'\nsubprocess.run([ctl, 'V'])", "/opt/bin/ctl V @1"],
    ["def f(ctl):\n    subprocess.run([ctl, 'V'])", "… V @1"],
    ["def f(cmd):\n    subprocess.run(cmd)\nf(['ctl', 'V'])", "ctl V @1"],
    ["class A:\n    def sh(self, cmd):\n        subprocess.run(cmd)\n    def g(self):\n        self.sh(['ctl', 'V'])", "ctl V @1"],
    ["subprocess.run(['ctl'] + rest + ['V'])", "ctl … V @2"],
    ["base = ['ctl', '-c']\nsubprocess.run([*base, 'V'])", "ctl -c V @2"],
    ["subprocess.run([sys.executable, 'V'])", "python3 V @1"],
    ["subprocess.run([shutil.which('ctl'), 'V'])", "ctl V @1"],
    ["subprocess.run([find_binary('ctl'), 'V'])", "ctl V @1"],
    ["CTL = portability.find_binary('ctl')\nsubprocess.run([CTL, 'V'])", "ctl V @1"],
    ["subprocess.run([os.environ.get('CTL', 'ctl'), 'V'])", "ctl V @1"],
    ["subprocess.run(['ctl', str(Path('V'))])", "ctl V @1"],
    ["subprocess.run(['ctl', 'V' if x else 'y'])", "ctl V @1"],
    ["CONF = 'V'\ndef f():\n    subprocess.run(['ctl', '-c', CONF])", "ctl -c V @2"],
    ["async def f():\n    await asyncio.create_subprocess_exec('ctl', *args, 'V', cwd='x')", "ctl … V @2"],
    ["os.execvp('ctl', ['ctl', 'V'])", "ctl V @1"],
    ["os.execl('/bin/ctl', 'ctl', 'V')", "/bin/ctl V @1"],
    ["os.spawnlp(os.P_WAIT, 'ctl', 'ctl', 'V')", "ctl V @1"],
    ["if x:\n    cmd = ['a']\nelse:\n    cmd = ['ctl', 'V']\nsubprocess.run(cmd)", "ctl V @1"],
  ])("%s", (text, line) => {
    expect(lineOf(text, "V")).toBe(line);
  });

  it("gives each word its place", () => {
    const words = sitesOf("ctl = '/opt/ctl'\nsubprocess.run([ctl, '-c', 'app.conf', f'app:{name}'], cwd='x')").map(({ value, command }) => [value, command?.at]);
    expect(words).toEqual([["/opt/ctl", 0], ["-c", 1], ["app.conf", 2], [`app:${HOLE}`, 3], ["x", undefined]]);
  });

  it.each([
    "run(['ctl', 'V'])",
    "subprocess.run(['ctl'], cwd='V')",
    "cmd = ['ctl', 'V']\nprint(cmd)",
    "subprocess.run(['ctl'], env={'V': 'b'})",
    "os.system('V')",
  ])("is none in %j", (text) => {
    expect(lineOf(text, "V")).toBeNull();
  });

  it.each<[string, string | null]>([
    ["subprocess.run(['V'], cwd='/srv/app')", "/srv/app"],
    ["subprocess.run(['V'], cwd=folder)", HOLE],
    ["subprocess.run(['V'], cwd=os.getcwd())", null],
    ["subprocess.run(['V'], cwd=None)", null],
    ["subprocess.run(['V'])", null],
  ])("%s is run in %j", (text, folder) => {
    expect(siteOf(text, "V").command?.folder).toBe(folder);
  });

  it("leaves wrappers out", () => {
    expect(lineOf("subprocess.run(['sudo', 'ctl'])", "sudo")).toBeNull();
  });

  it("ends for lists that double one another", () => {
    const text = `${Array.from({ length: 60 }, (_, index) => `l${index + 1} = [*l${index}, *l${index}]`).join("\n")}\nl0 = ['V']\nsubprocess.run(l60)\n`;
    const start = performance.now();
    for (const { command } of sitesOf(text)) expect(command?.at ?? 0).toBeGreaterThanOrEqual(0);
    expect(performance.now() - start).toBeLessThan(1_000);
  });
});
