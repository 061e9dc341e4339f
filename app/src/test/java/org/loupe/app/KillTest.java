package org.loupe.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a run in another process, as {@code kill -9} does, at moments that a seed chooses. The
 * system property {@code loupe.kills} says how often; benchmarks/kill.sh sets it to 50.
 */
class KillTest {

  private static final int IMAGES = 40;

  /** A run of so many small images takes about this long once it has begun. */
  private static final int MOST_DELAY_MS = 900;

  @TempDir private Path root = Path.of("");

  @Test
  void whateverTheMomentTheFilesAreWholeAndResumingCompletesThem() throws Exception {
    Path cascade = Scene.cascade(root);
    Path images = Files.createDirectories(root.resolve("images"));
    for (int i = 0; i < IMAGES; i++) {
      Scene.rings(images.resolve("image" + i + ".png"), 30 + i, 30, 90, 60 - i / 2);
    }
    Path undisturbed = root.resolve("undisturbed");
    List<String> run = List.of("analyze", images.toString(), "--cascade", cascade.toString());
    assertThat(Loupe.run(with(run, undisturbed)).exitCode()).isZero();
    SplittableRandom random = new SplittableRandom(20260101);
    int kills = Integer.getInteger("loupe.kills", 4);
    int unfinished = 0;
    for (int kill = 0; kill < kills; kill++) {
      Path out = root.resolve("out" + kill);
      unfinished += kill(run, out, random.nextInt(MOST_DELAY_MS)) ? 1 : 0;
      assertWhole(out);
      Loupe resumed = Loupe.run(with(run, out, "--resume"));
      assertThat(resumed.exitCode()).as(resumed.err()).isZero();
      Tables.assertSame(out, undisturbed);
    }
    assertThat(unfinished).as("kills before the end of the run").isPositive();
  }

  private static Object[] with(List<String> run, Path out, String... more) {
    return Stream.of(run.stream(), Stream.of("--out", out.toString()), Stream.of(more))
        .flatMap(s -> s)
        .toArray();
  }

  /** Runs until some time after the tables appear; returns whether the run was cut short. */
  private static boolean kill(List<String> run, Path out, int delayMs) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Stream<String> options =
        Stream.of(
            java,
            "-Xmx512m",
            "-Djava.awt.headless=true",
            "-cp",
            System.getProperty("java.class.path"),
            "org.loupe.app.Main");
    List<String> command =
        Stream.concat(options, Stream.of(with(run, out, "--threads", "2")).map(Object::toString))
            .toList();
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      while (process.isAlive() && !Files.exists(out.resolve("images.csv"))) {
        Thread.sleep(5);
      }
      Thread.sleep(delayMs);
    } finally {
      process.destroyForcibly();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
    return !Files.exists(out.resolve("run.json"));
  }

  private static void assertWhole(Path out) throws IOException {
    for (String table : List.of("defects.csv", "images.csv")) {
      Path file = out.resolve(table);
      if (Files.exists(file) && Files.size(file) > 0) {
        Tables.rows(file);
        assertThat(Files.readString(file)).endsWith("\n");
      }
    }
    for (String json : List.of("summary.json", "run.json", "columns.json")) {
      if (Files.exists(out.resolve(json))) {
        new com.fasterxml.jackson.databind.ObjectMapper().readTree(out.resolve(json).toFile());
      }
    }
    if (Files.exists(out.resolve("overlays"))) {
      try (Stream<Path> overlays = Files.list(out.resolve("overlays"))) {
        for (Path overlay : overlays.filter(f -> f.toString().endsWith(".png")).toList()) {
          assertThat(ImageIO.read(overlay.toFile())).as(overlay.toString()).isNotNull();
        }
      }
    }
  }
}
