package org.loupe.app;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code loupe completion}: the script that lets a shell complete commands and options. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Prints a script that lets bash complete the commands and options of loupe; zsh reads it too,"
          + " after bashcompinit."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  source <(loupe completion)",
      "  loupe completion > ~/.local/share/bash-completion/completions/loupe"
    })
final class CompletionCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    spec.commandLine().getOut().print(AutoComplete.bash("loupe", Main.commandLine()));
    spec.commandLine().getOut().flush();
    return ExitCode.DONE;
  }
}
