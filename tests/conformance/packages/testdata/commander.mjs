// A command line with options, subcommands, choices, defaults, hooks, help and errors.
import { Argument, Command, CommanderError, InvalidArgumentError, Option } from "commander";

const build = () => {
  const program = new Command("deploy").version("1.2.3").exitOverride().configureOutput({ writeOut: (text) => console.log(text.trimEnd()), writeErr: (text) => console.log("error:", text.trimEnd()) });
  program.option("-v, --verbose", "say more", (_, level) => level + 1, 0).option("--no-color", "plain text");
  program.hook("preAction", (_, action) => console.log("before", action.name()));
  program.command("push").description("push a build").argument("<target>", "where to").argument("[files...]", "what")
    .option("-f, --force", "no questions").option("-n, --count <n>", "how many", (text) => {
      const n = Number(text);
      if (!Number.isInteger(n)) throw new InvalidArgumentError("Not a whole number.");
      return n;
    }, 1)
    .addOption(new Option("--level <level>", "how loud").choices(["low", "high"]).default("low").env("DEPLOY_LEVEL"))
    .addOption(new Option("--dry", "only say so").conflicts("force"))
    .action((target, files, options, command) => console.log(target, files, options, command.optsWithGlobals().verbose));
  program.command("list").alias("ls").addArgument(new Argument("<kind>").choices(["all", "mine"]))
    .action(async (kind) => { await null; console.log("listing", kind); });
  return program;
};
for (const line of [
  "push -vv prod a.js b.js --count=3 -f --level high", "push prod -- --not-an-option", "ls mine", "--version", "push --help", "--help",
  "push", "push prod --cont 3", "push prod --count x", "push prod --level loud", "push prod -f --dry", "lst mine", "ls none",
]) {
  console.log(">", line);
  try {
    await build().parseAsync(line.split(" "), { from: "user" });
  } catch (error) {
    console.log(error instanceof CommanderError, error.code, error.exitCode);
  }
}
