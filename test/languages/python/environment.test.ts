import { describe, expect, it } from "vitest";
import { siteOf } from "./python.ts";

describe("names of environment variables", () => {
  it.each<[string]>([
    ["x = os.environ['V']"],
    ["x = os.environ.get('V', 'd')"],
    ["x = os.getenv('V')"],
    ["x = _os.environ['V']"],
    ["from os import environ\nx = environ.get('V')"],
    ["x = _get_env_bool('V')"],
    ["x = require_env('V')"],
    ["if 'V' in os.environ:\n    pass"],
    ["if 'V' not in os.environ:\n    pass"],
    ["os.environ.pop('V', None)"],
    ["class S(BaseSettings):\n    x: str = Field('d', env='V')"],
    ["x: str = Field('d', env=['V', 'W'])"],
    ["@click.option('--x', envvar='V')\ndef f(x): pass"],
    ["from decouple import config\nx = config('V', default=1)"],
    ["import environ\nenv = environ.Env()\nx = env('V')"],
    ["x = env.bool('V', False)"],
    ["NAME = 'V'\nx = os.getenv(NAME)"],
    ["for name in ['V', 'W']:\n    os.environ[name]"],
    ["missing = [n for n in ('V', 'W') if not os.getenv(n)]"],
    ["def setting(name, default=None):\n    return os.environ.get(name, default)\nx = setting('V')"],
    ["class C:\n    def _get(self, key):\n        return os.environ[key]\n    def f(self):\n        return self._get('V')"],
    ["env = os.environ.copy()\nx = env['V']"],
  ])("reads it: %s", (text) => {
    expect(siteOf(text, "V")).toMatchObject({ use: "variable", access: "read" });
  });

  it.each<[string]>([
    ["os.environ['V'] = '1'"],
    ["os.environ.setdefault('V', '1')"],
    ["del os.environ['V']"],
    ["os.putenv('V', '1')"],
    ["def test(monkeypatch):\n    monkeypatch.setenv('V', '1')"],
    ["env = os.environ.copy()\nenv['V'] = '1'\nsubprocess.run(cmd, env=env)"],
    ["env = {}\nenv['V'] = '1'\nsubprocess.run(cmd, env=env)"],
    ["subprocess.run(cmd, env={'V': '1'})"],
    ["subprocess.run(cmd, env={**os.environ, 'V': '1'})"],
    ["env = {'V': '1'}\nsubprocess.run(cmd, env=env)"],
    ["os.environ.update({'V': '1'})"],
    ["env = dict(os.environ, **{'V': '1'})"],
  ])("sets it: %s", (text) => {
    expect(siteOf(text, "V")).toMatchObject({ use: "variable", access: "set" });
  });

  it.each<[string]>([
    ["x = settings.get('V')"],
    ["x = config['V']"],
    ["x = config('V')"],
    ["x = 'V' in names"],
    ["x = os.getenv('W', 'V')"],
    ["x = os.environ.get('W') or 'V'"],
    ["os.environ['W'] = 'V'"],
    ["def _env(name):\n    return os.getenv('APP_' + name)\nx = _env('V')"],
    ["def get_env(name):\n    return f'{name}!'\nx = get_env('V')"],
    ["create_venv('V')"],
    ["x = {'V': 1}"],
    ["env = {'V': 1}\nrender(env)"],
  ])("is none: %s", (text) => {
    expect(siteOf(text, "V").use).not.toBe("variable");
  });
});
