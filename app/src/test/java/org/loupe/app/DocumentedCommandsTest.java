package org.loupe.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * Every command line that the documents and the help show. Those that take seconds are run, on
 * small files under the names of the documents; those that train or need a set of labels are
 * parsed.
 */
class DocumentedCommandsTest {

  /** Where the project's root is from the folder that a module's tests run in. */
  private static final Path PROJECT = Path.of("..");

  private static final Set<String> QUICK = Set.of("detect", "info", "completion", "analyze");

  /** A word, or several in quotes. */
  private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

  /** Names of micrographs in the documents: a small one stands for each. */
  private static final Pattern MICROGRAPH =
      Pattern.compile("[\\w*-]+\\.(mrc|dm[34]|emd|ser|tiff?)");

  @TempDir private Path root = Path.of("");

  private static List<String> documented() throws IOException {
    Set<String> lines = new TreeSet<>();
    try (Stream<Path> docs = Files.list(PROJECT.resolve("docs"))) {
      for (Path file :
          Stream.concat(docs, Stream.of(PROJECT.resolve("README.md")))
              .filter(f -> f.toString().endsWith(".md"))
              .toList()) {
        String text = Files.readString(file).replace("\\\n", " ");
        text.lines()
            .filter(line -> line.matches("(    |\\$ )?(\\./)?loupe .*"))
            .map(String::strip)
            .forEach(lines::add);
      }
    }
    for (CommandLine command : Main.commandLine().getSubcommands().values()) {
      for (String line : command.getCommandSpec().usageMessage().footer()) {
        if (line.strip().startsWith("loupe ")) {
          lines.add(String.format(java.util.Locale.ROOT, line.strip()));
        }
      }
    }
    return List.copyOf(lines);
  }

  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(line);
    while (matcher.find()) {
      for (int group = 1; group <= 3; group++) {
        if (matcher.group(group) != null) {
          words.add(matcher.group(group));
        }
      }
    }
    return words.subList(1, words.size());
  }

  /** Makes small files for the names that the documents use. */
  private Map<String, String> fixtures() throws IOException {
    Path folder = Files.createDirectories(root.resolve("folder"));
    Scene.rings(folder.resolve("a.png"), 64, 48);
    Path image = Scene.rings(root.resolve("image.png"), 64, 48);
    Path cascade = Scene.cascade(root);
    String model = PROJECT.resolve("models/fecral-loops.loupe").toString();
    return Map.ofEntries(
        Map.entry("INPUT", folder.toString()),
        Map.entry("samples", folder.toString()),
        Map.entry("folder", folder.toString()),
        Map.entry("images", folder.toString()),
        Map.entry("a.tif", image.toString()),
        Map.entry("b.tif", folder.resolve("a.png").toString()),
        Map.entry("image.tif", image.toString()),
        Map.entry("*.tif", image.toString()),
        Map.entry("cascade.xml", cascade.toString()),
        Map.entry("mine.loupe", model),
        Map.entry("loops.loupe", model));
  }

  @Test
  void everyDocumentedCommandIsOneAndTheQuickOnesRun() throws IOException {
    Map<String, String> fixtures = fixtures();
    List<String> ran = new ArrayList<>();
    int number = 0;
    for (String line : documented()) {
      List<String> words =
          words(line.replaceAll(" [>|] .*", "").replaceAll("^source <\\(|\\)$", ""));
      if (line.contains("[")) {
        continue; // what may be given, not what was
      }
      if (line.contains("../shared/")) {
        assertThat(Main.commandLine().parseArgs(words.toArray(String[]::new)).errors()).isEmpty();
        continue;
      }
      List<String> real = new ArrayList<>();
      for (String word : words) {
        real.add(
            fixtures.getOrDefault(
                word, MICROGRAPH.matcher(word).matches() ? fixtures.get("image.tif") : word));
      }
      int out = real.indexOf("--out");
      boolean resume = real.contains("--resume");
      if (out > 0) {
        real.set(out + 1, root.resolve("out" + number++).toString());
      }
      boolean repeat = real.contains("--settings");
      boolean bars = real.contains("--scale-bar"); // the small files have none
      if (!QUICK.contains(words.get(0)) || resume || repeat || bars) {
        // a parsed command line is a right one
        assertThat(Main.commandLine().parseArgs(real.toArray(String[]::new)).errors())
            .as(line)
            .isEmpty();
        continue;
      }
      Loupe run = Loupe.run(real.toArray());
      assertThat(run.exitCode()).as(line + "\n" + run.err()).isZero();
      ran.add(line);
    }
    assertThat(ran).hasSizeGreaterThan(8);
  }
}
