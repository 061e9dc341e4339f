package org.loupe.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The repetition of an analysis that a {@code run.json} tells of: its inputs and options, where the
 * new command line has none of its own. Relative paths are taken from the folder that the earlier
 * run was started in. Afterwards whatever differs is named: another version, model or image.
 */
final class RepeatedRun {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Options that say where and how to tell, not what to find. */
  private static final Set<String> NOT_REPEATED =
      Set.of(
          "--out",
          "--overwrite",
          "--resume",
          "--settings",
          "--quiet",
          "--verbose",
          "--json",
          "--log",
          "--threads");

  private final Path file;
  private final JsonNode earlier;
  private final CommandLine asked;

  private RepeatedRun(Path file, JsonNode earlier, CommandLine asked) {
    this.file = file;
    this.earlier = earlier;
    this.asked = asked;
  }

  /**
   * Reads what to repeat.
   *
   * @param asked the command as it was just parsed
   * @throws IOException if the file cannot be read or tells of no analysis
   */
  static RepeatedRun of(Path file, CommandLine asked) throws IOException {
    JsonNode earlier;
    try {
      earlier = JSON.readTree(Files.readString(file));
    } catch (JsonProcessingException e) {
      throw new IOException(file + ": not the run.json of an analysis: " + e.getOriginalMessage());
    }
    if (!earlier.at("/arguments/0").asText().equals("analyze")
        || !earlier.path("workingDirectory").isTextual()) {
      throw new IOException(file + ": not the run.json of an analysis");
    }
    return new RepeatedRun(file, earlier, asked);
  }

  /** Runs the analysis and returns its exit code. */
  int execute() throws IOException {
    CommandLine command = Main.commandLine();
    command.setOut(asked.getOut());
    command.setErr(asked.getErr());
    int exitCode = command.execute(arguments().toArray(String[]::new));
    if (exitCode == ExitCode.DONE || exitCode == ExitCode.SOME_FAILED) {
      Path out = asked.getParseResult().matchedOptionValue("--out", Path.of(""));
      tellDifferences(JSON.readTree(Files.readString(out.resolve("run.json"))));
    }
    return exitCode;
  }

  private List<String> arguments() {
    ParseResult given = asked.getParseResult();
    ParseResult then = parseEarlier();
    List<String> merged = new ArrayList<>(List.of("analyze"));
    for (OptionSpec option : then.matchedOptionsSet()) {
      if (!NOT_REPEATED.contains(option.longestName()) && !isReplaced(option, given)) {
        add(merged, option, this::fromThere);
      }
    }
    for (OptionSpec option : given.matchedOptionsSet()) {
      if (!option.longestName().equals("--settings")) {
        add(merged, option, value -> value);
      }
    }
    merged.add("--");
    if (given.matchedPositionals().isEmpty()) {
      for (PositionalParamSpec input : then.matchedPositionals()) {
        input.originalStringValues().forEach(value -> merged.add(fromThere(value)));
      }
    } else {
      given.matchedPositionals().forEach(input -> merged.addAll(input.originalStringValues()));
    }
    return merged;
  }

  /**
   * Of options that exclude each other though they are in no group: what takes an earlier's place.
   */
  private static final Map<String, Set<String>> REPLACED_BY =
      Map.of(
          "--pixel-size", Set.of("--scale-bar"),
          "--scale-bar", Set.of("--pixel-size"),
          "--min-probability", Set.of("--cascade"),
          "--labels", Set.of("--sensitivity"),
          "--sensitivity", Set.of("--labels"));

  private ParseResult parseEarlier() {
    List<String> words = new ArrayList<>();
    earlier.path("arguments").forEach(word -> words.add(word.asText()));
    try {
      return Main.commandLine().parseArgs(words.toArray(String[]::new)).subcommand();
    } catch (ParameterException e) {
      throw new ParameterException(asked, file + ": " + e.getMessage(), e);
    }
  }

  /** Returns whether the new command line has the option, or another of which one excludes it. */
  private static boolean isReplaced(OptionSpec option, ParseResult given) {
    if (given.hasMatchedOption(option.longestName())
        || REPLACED_BY.getOrDefault(option.longestName(), Set.of()).stream()
            .anyMatch(given::hasMatchedOption)) {
      return true;
    }
    ArgGroupSpec group = option.group();
    return group != null
        && group.exclusive()
        && group.options().stream().anyMatch(o -> given.hasMatchedOption(o.longestName()));
  }

  private interface Resolution {
    String of(String value);
  }

  private static void add(List<String> merged, OptionSpec option, Resolution resolution) {
    if (option.arity().max() == 0) {
      merged.add(option.longestName());
      return;
    }
    boolean path = option.type() == Path.class;
    for (String value : option.originalStringValues()) {
      merged.add(option.longestName() + "=" + (path ? resolution.of(value) : value));
    }
  }

  /** Returns a path of the earlier run as it is called from here. */
  private String fromThere(String value) {
    Path there = Path.of(earlier.path("workingDirectory").asText());
    try {
      return there.equals(Path.of("").toAbsolutePath()) ? value : there.resolve(value).toString();
    } catch (InvalidPathException e) {
      return value; // a pattern, on a system whose paths may not hold its characters
    }
  }

  private void tellDifferences(JsonNode now) {
    List<String> differences = new ArrayList<>();
    if (!earlier.path("version").equals(now.path("version"))) {
      differences.add("the version of Loupe");
    }
    if (!earlier.at("/model/sha256").equals(now.at("/model/sha256"))) {
      differences.add("the model");
    }
    if (!earlier.path("settings").equals(now.path("settings"))
        || !earlier.at("/model/class").equals(now.at("/model/class"))) {
      differences.add("settings");
    }
    Map<String, String> before = hashes(earlier);
    Map<String, String> after = hashes(now);
    long changed =
        before.entrySet().stream()
            .filter(image -> !image.getValue().equals(after.get(image.getKey())))
            .count();
    long added = after.keySet().stream().filter(image -> !before.containsKey(image)).count();
    if (changed + added > 0) {
      differences.add(
          changed + " of " + before.size() + " images changed or gone, " + added + " new");
    }
    if (!differences.isEmpty()) {
      asked.getErr().println("loupe: not as in " + file + ": " + String.join("; ", differences));
      asked.getErr().flush();
    }
  }

  private static Map<String, String> hashes(JsonNode run) {
    Map<String, String> hashes = new LinkedHashMap<>();
    run.path("inputs")
        .forEach(input -> hashes.put(input.path("image").asText(), input.path("sha256").asText()));
    return hashes;
  }
}
