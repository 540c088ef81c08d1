package main

import (
	"fmt"
	"io"
	"strings"
)

// verbNames are the verbs that completions know.
const verbNames = "run eval repl test check trace types init help completions version"

// testFlagNames are the flags of lariat test that completions know.
const testFlagNames = "--filter --repeat --seed --update --ci --coverage --watch --tap --junit " +
	permissionFlagNames + limitFlagNames + " --help"

// runFlagNames are the flags of lariat run that completions know.
const runFlagNames = permissionFlagNames + limitFlagNames + " --seed --trace --watch --help"

// permissionFlagNames and limitFlagNames are those that both have.
const permissionFlagNames = "--allow-all --allow-read --allow-write --allow-import --allow-net --allow-env --allow-run " +
	"--deny-read --deny-write --deny-import --deny-net --deny-env --deny-run --no-prompt "

const limitFlagNames = "--timeout --grace --turn --memory --stack --max-output " +
	"--max-workers --max-timers --max-handles --max-queue --isolate"

// completions is lariat completions SHELL: a script for the shell to read.
func completions(args []string, _ io.Reader, stdout, stderr io.Writer) int {
	scripts := map[string]string{"bash": bashScript, "zsh": zshScript, "fish": fishScript}
	if len(args) != 1 || scripts[args[0]] == "" {
		fmt.Fprint(stderr, "lariat: completions needs the name of a shell: bash, zsh or fish\nTry 'lariat --help'.\n")
		return 2
	}
	fmt.Fprint(stdout, strings.NewReplacer("VERBS", verbNames, "TESTFLAGS", testFlagNames, "RUNFLAGS", runFlagNames).Replace(scripts[args[0]]))
	return 0
}

const bashScript = `# lariat completions bash: put  source <(lariat completions bash)  into ~/.bashrc
_lariat() {
  local word=${COMP_WORDS[COMP_CWORD]} IFS=$' \t\n'
  COMPREPLY=()
  if [[ $COMP_CWORD -eq 1 ]]; then
    COMPREPLY=($(compgen -W "VERBS --help --version" -- "$word"))
    IFS=$'\n'
    COMPREPLY+=($(compgen -f -X '!*.@(js|mjs|cjs|jsx|ts|mts|cts|tsx)' -- "$word") $(compgen -d -S / -- "$word"))
    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == */ ]]; then compopt -o nospace 2>/dev/null; fi
    return
  elif [[ ${COMP_WORDS[1]} == completions ]]; then
    COMPREPLY=($(compgen -W "bash zsh fish" -- "$word"))
    return
  elif [[ ${COMP_WORDS[1]} == test && $word == -* ]]; then
    COMPREPLY=($(compgen -W "TESTFLAGS" -- "$word"))
    return
  elif [[ ( ${COMP_WORDS[1]} == run || ${COMP_WORDS[1]} == -* ) && $word == -* ]]; then
    COMPREPLY=($(compgen -W "RUNFLAGS" -- "$word"))
    return
  fi
  IFS=$'\n'
  COMPREPLY=($(compgen -f -X '!*.@(js|mjs|cjs|jsx|ts|mts|cts|tsx)' -- "$word") $(compgen -d -- "$word"))
  compopt -o filenames 2>/dev/null # quotes them, and puts a slash behind folders
}
shopt -s extglob
complete -F _lariat lariat
`

const zshScript = `#compdef lariat
# lariat completions zsh: put it into a file _lariat in a folder of $fpath
_lariat() {
  if (( CURRENT == 2 )); then
    compadd -- VERBS --help --version
  elif [[ $words[2] == completions ]]; then
    compadd -- bash zsh fish
    return
  elif [[ $words[2] == test && $PREFIX == -* ]]; then
    compadd -- TESTFLAGS
    return
  elif [[ $words[2] == run && $PREFIX == -* ]]; then
    compadd -- RUNFLAGS
    return
  fi
  _files -g '*.(js|mjs|cjs|jsx|ts|mts|cts|tsx)'
}
if [[ $funcstack[1] == _lariat ]]; then _lariat "$@"; else compdef _lariat lariat; fi
`

const fishScript = `# lariat completions fish: put it into ~/.config/fish/completions/lariat.fish
complete -c lariat -n __fish_use_subcommand -a "VERBS"
complete -c lariat -n "__fish_seen_subcommand_from completions" -f -a "bash zsh fish"
function __lariat_flag --description "whether a flag of a verb is being typed"
  __fish_seen_subcommand_from $argv; and string match -q -- "-*" (commandline -ct)
end
complete -c lariat -n "__lariat_flag test" -a "TESTFLAGS"
complete -c lariat -n "__lariat_flag run" -a "RUNFLAGS"
complete -c lariat -l help -d "print the help"
complete -c lariat -l version -d "print the version"
`
