// Colors as escape sequences, shown as JSON: nesting, templates, levels.
import { Chalk, chalkStderr, foregroundColorNames, modifierNames } from "chalk";

const show = (text) => console.log(JSON.stringify(text));
const full = new Chalk({ level: 3 });
show(full.red("error"));
show(full.bold.underline.bgBlue("a") + full.dim("b"));
show(full.red(`out ${full.green("in")} out`));
show(full.hex("#ff8800")("orange") + full.bgRgb(1, 2, 3)("dark") + full.ansi256(123)("c"));
show(full.yellow("two\nlines"));
show(full.inverse.visible("shown") + full.hidden("") + full.red(1, "and", 2));
const warn = full.bold.hex("#DEADED");
show(warn("again") + warn.italic("and again"));
const basic = new Chalk({ level: 1 });
show(basic.hex("#ff8800")("nearest") + basic.ansi256(196)("red"));
show(new Chalk({ level: 2 }).rgb(10, 200, 30)("256"));
const none = new Chalk({ level: 0 });
show(none.red.bold("plain") + none.visible("gone"));
console.log(modifierNames.length, foregroundColorNames.length, typeof chalkStderr.red("x"));
try {
  new Chalk({ level: 9 });
} catch (error) {
  console.log(error.message);
}
