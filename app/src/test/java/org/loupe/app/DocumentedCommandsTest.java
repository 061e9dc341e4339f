package org.loupe.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.loupe.cascade.CascadeXml;
import org.loupe.cascade.ScanSettings;
import org.loupe.model.ModelBundle;
import org.loupe.model.ModelDescription;
import org.loupe.model.ModelFile;
import org.loupe.screen.TinyNetwork;
import picocli.CommandLine;

/**
 * Every command line that the documents and the help show, in blocks and within sentences. All are
 * run, on small files under the names of the documents and with a small model, but those of {@link
 * #PARSED}.
 */
class DocumentedCommandsTest {

  /** Where the project's root is from the folder that a module's tests run in. */
  private static final Path PROJECT = Path.of("..");

  /**
   * What is only parsed, which tells whether it is right: training takes minutes, and models to
   * combine, people, classes and burnt-in scale bars have tests of their own.
   */
  private static final Pattern PARSED =
      Pattern.compile(
          "(\\./)?loupe (train|train-cascade|combine) .*"
              + "|.* (--people|--only|--scale-bar|detections\\.json|\\.\\./shared/).*");

  /** A command within a sentence. */
  private static final Pattern INLINE =
      Pattern.compile("`((source <\\()?\\./loupe [^`]+)`", Pattern.DOTALL);

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
        Matcher inline = INLINE.matcher(text);
        while (inline.find()) {
          lines.add(inline.group(1).replaceAll("\\s+", " "));
        }
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

  private static void done(Object... words) {
    Loupe run = Loupe.run(words);
    assertThat(run.exitCode()).as(List.of(words) + "\n" + run.err()).isZero();
  }

  /** Makes small files for the names that the documents use, by what other commands write. */
  private Map<String, Path> fixtures() throws IOException {
    Path labeled = Files.createDirectories(root.resolve("labeled"));
    Path images = Files.createDirectories(labeled.resolve("images"));
    Path boxes = Files.createDirectories(labeled.resolve("boxes"));
    Path image = Scene.rings(images.resolve("image.png"), 64, 48);
    Path other = Scene.rings(images.resolve("other.png"), 30, 30, 90, 60);
    Files.writeString(boxes.resolve("image.txt"), "36 52 60 76\n");
    Files.writeString(boxes.resolve("other.txt"), "18 18 42 42\n48 78 72 102\n");
    Path cascade = Scene.cascade(root);
    Path found = root.resolve("found");
    done("analyze", images, "--cascade", cascade, "--export", "imagej-roi", "--out", found);
    Path exported = root.resolve("exported");
    done("export", labeled, "--format", "masks,imagej-roi", "--out", exported);
    Path simulated = root.resolve("simulated");
    done("simulate", "--images", 1, "--size", "256x256", "--loops", 4, "--out", simulated);
    Path results = root.resolve("Results.csv");
    Files.writeString(results, "X,Y,Major,Minor,Angle\n64,48,18,18,0\n");
    Map<String, Path> fixtures = new HashMap<>();
    for (String name : List.of("INPUT", "samples", "folder", "images")) {
      fixtures.put(name, images);
    }
    for (String name : List.of("labeled", "DATASET", "fecral_loops", "tight")) {
      fixtures.put(name, labeled);
    }
    for (String name : List.of("simulated", "ellipses", "fitted")) {
      fixtures.put(name, simulated);
    }
    for (String name : List.of("out", "PATH")) {
      fixtures.put(name, found);
    }
    for (String name : List.of("out/run.json", "found/run.json", "final/run.json")) {
      fixtures.put(name, found.resolve("run.json"));
    }
    for (String name : List.of("out/rois", "found/rois")) {
      fixtures.put(name, found.resolve("rois"));
    }
    for (String name : List.of("mine.loupe", "loops.loupe")) {
      fixtures.put(name, smallModel(cascade));
    }
    fixtures.put("a.tif", image);
    fixtures.put("image.tif", image);
    fixtures.put("*.tif", image);
    fixtures.put("b.tif", other);
    fixtures.put("boxes", boxes);
    fixtures.put("rois", exported.resolve("rois"));
    fixtures.put("masks", exported.resolve("masks"));
    fixtures.put("Results.csv", results);
    fixtures.put("cascade.xml", cascade);
    fixtures.put("loupe.log", root.resolve("loupe.log"));
    return fixtures;
  }

  /** The default model takes seconds for each command; one that is run with it is enough. */
  private Path smallModel(Path cascade) throws IOException {
    Path file = root.resolve("small.loupe");
    ModelFile.write(
        file,
        ModelBundle.trained(
            "ring",
            CascadeXml.read(cascade),
            ScanSettings.defaults(),
            Optional.of(new TinyNetwork(TinyNetwork.PATCH).bias(3).screener()),
            new ModelDescription(
                "test", "loupe train", 1, List.of(), Optional.empty(), "# Card\n")));
    return file;
  }

  private static boolean takesTheDefaultModel(List<String> words) {
    return Set.of("analyze", "evaluate").contains(words.get(0))
        && !words.contains("samples")
        && Collections.disjoint(
            words, Set.of("--model", "--cascade", "--settings", "--results", "--measure-labels"));
  }

  /** Returns the command with small files for those that it names. */
  private static List<String> real(List<String> words, Map<String, Path> fixtures) {
    List<String> real = new ArrayList<>();
    String before = "";
    for (String word : words) {
      boolean known = fixtures.containsKey(word) && !before.equals("--format");
      String name = MICROGRAPH.matcher(word).matches() && !known ? "image.tif" : word;
      boolean file = known || !name.equals(word);
      real.add(file ? String.valueOf(fixtures.get(name)) : word);
      before = word;
    }
    if (takesTheDefaultModel(words)) {
      real.addAll(List.of("--model", String.valueOf(fixtures.get("mine.loupe"))));
    }
    if (words.get(0).equals("simulate")) {
      int images = real.indexOf("--images");
      if (images > 0) {
        real.set(images + 1, "1");
      } else {
        real.addAll(List.of("--images", "1"));
      }
    }
    return real;
  }

  @Test
  void everyDocumentedCommandIsOneAndRuns() throws IOException {
    Map<String, Path> fixtures = fixtures();
    int number = 0;
    for (String line : documented()) {
      List<String> words =
          words(line.replaceAll(" [>|] .*", "").replaceAll("^source <\\(|\\)$", ""));
      if (line.contains("[")) {
        continue; // what may be given, not what was
      }
      if (PARSED.matcher(line).matches()) {
        assertThat(Main.commandLine().parseArgs(words.toArray(String[]::new)).errors())
            .as(line)
            .isEmpty();
        continue;
      }
      List<String> real = real(words, fixtures);
      int out = real.indexOf("--out");
      if (out > 0) {
        real.set(out + 1, root.resolve("out" + number++).toString());
      }
      if (real.contains("--resume")) {
        List<String> before = new ArrayList<>(real);
        before.remove("--resume");
        done(before.toArray());
      }
      done(real.toArray());
    }
    assertThat(number).isGreaterThan(30);
  }
}
