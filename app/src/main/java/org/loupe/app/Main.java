package org.loupe.app;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code loupe} command. */
@Command(
    name = "loupe",
    versionProvider = Version.class,
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    header = "Finds and measures defects in electron micrographs.",
    description = {
      "",
      "Module I finds candidates with a boosted cascade, Module II screens them with a network,"
          + " Module III fits the ellipse of each one's rim. Out come tables, statistics and"
          + " overlays.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  loupe analyze samples --out out",
      "  loupe detect image.tif --cascade cascade.xml --raw",
      "  loupe train labeled --out model.loupe",
      "  loupe train-cascade labeled --out cascade.xml",
      "  loupe combine steel.loupe titanium.loupe --out loops.loupe",
      "  loupe evaluate labeled --model model.loupe --out judged",
      "  loupe simulate --out simulated",
      "  loupe info image.tif",
      "  loupe import Results.csv --images image.tif --out labeled",
      "  loupe export labeled --format coco --out exported",
      "",
      "Exit codes: 0 done; 1 some inputs failed, the others are complete; 2 wrong usage; 3 nothing"
          + " could be done.",
      "Each command has its own --help."
    })
public final class Main implements Runnable {

  private static final List<Class<?>> COMMANDS =
      List.of(
          AnalyzeCommand.class,
          DetectCommand.class,
          TrainCommand.class,
          TrainCascadeCommand.class,
          CombineCommand.class,
          EvaluateCommand.class,
          SimulateCommand.class,
          InfoCommand.class,
          ImportCommand.class,
          ExportCommand.class,
          CompletionCommand.class);

  private static final List<String> VERSION = List.of("--version", "-V");

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) {
    if (Boolean.getBoolean("loupe.wipe.remark")) {
      // Java has just remarked that the vector module incubates, and has no option to be quiet
      System.err.print("\u001b[1A\u001b[2K\r");
      System.err.flush();
    }
    System.exit(run(args));
  }

  static int run(String... args) {
    if (args.length == 1 && VERSION.contains(args[0])) {
      // scripts ask often; half of the time would go into the commands' options
      System.out.println(Version.line());
      return ExitCode.DONE;
    }
    return commandLine(asked(args)).execute(Arrays.copyOf(args, args.length));
  }

  /** Returns the command that is named first, or all: each costs time before anything is done. */
  private static List<Class<?>> asked(String... args) {
    return COMMANDS.stream()
        .filter(type -> args.length > 0 && type.getAnnotation(Command.class).name().equals(args[0]))
        .findFirst()
        .<List<Class<?>>>map(List::of)
        .orElse(COMMANDS);
  }

  static CommandLine commandLine() {
    return commandLine(COMMANDS);
  }

  private static CommandLine commandLine(List<Class<?>> commands) {
    CommandLine command = new CommandLine(new Main());
    commands.forEach(command::addSubcommand);
    command.setUsageHelpWidth(100);
    command.setUsageHelpAutoWidth(true);
    command.setCaseInsensitiveEnumValuesAllowed(true);
    command.setExecutionExceptionHandler(
        (exception, executed, parsed) -> {
          PrintWriter err = executed.getErr();
          err.println("loupe: " + Messages.printable(Messages.of(exception)));
          return ExitCode.NOTHING_DONE;
        });
    command.setParameterExceptionHandler(
        (exception, arguments) -> {
          CommandLine failed = exception.getCommandLine();
          PrintWriter err = failed.getErr();
          err.println("loupe: " + exception.getMessage() + suggestion(exception));
          err.println("Try '" + failed.getCommandSpec().qualifiedName() + " --help'.");
          return ExitCode.WRONG_USAGE;
        });
    return command;
  }

  /** Returns "; did you mean X?" for an unknown command or option; empty if none is near. */
  private static String suggestion(ParameterException exception) {
    if (!(exception instanceof UnmatchedArgumentException unmatched)
        || unmatched.getUnmatched().isEmpty()) {
      return "";
    }
    CommandSpec command = exception.getCommandLine().getCommandSpec();
    String word = unmatched.getUnmatched().get(0);
    return Suggestion.of(
        word.split("=", 2)[0],
        word.startsWith("-") ? command.optionsMap().keySet() : command.subcommands().keySet());
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "no command given; one of " + String.join(", ", spec.subcommands().keySet()));
  }
}
