package org.loupe.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.loupe.cascade.CascadeXml;

class TrainCascadeCommandTest {

  @TempDir private Path folder = Path.of("");

  /** Writes labeled micrographs of rings, four rings each. */
  private Path set(int micrographs) throws IOException {
    Path set = folder.resolve("set");
    Files.createDirectories(set.resolve("images"));
    Files.createDirectories(set.resolve("boxes"));
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < micrographs; i++) {
      int[] centers = new int[8];
      StringBuilder boxes = new StringBuilder();
      for (int k = 0; k < 4; k++) {
        centers[2 * k] = 25 + 75 * (k % 2) + random.nextInt(10) - 5;
        centers[2 * k + 1] = 25 + 45 * (k / 2) + random.nextInt(8) - 4;
        int x = centers[2 * k];
        int y = centers[2 * k + 1];
        boxes.append(
            (y - 11) + " " + (x - 11) + " " + (y + 11) + " " + (x + 11) + System.lineSeparator());
      }
      Scene.rings(set.resolve("images/m" + i + ".png"), centers);
      Files.writeString(
          set.resolve("boxes/m" + i + ".txt"), boxes.toString(), StandardCharsets.UTF_8);
    }
    return set;
  }

  private static Loupe train(Object... more) {
    List<Object> words =
        new ArrayList<>(List.of("train-cascade", "--stages", "4", "--window-size", "16"));
    words.addAll(Arrays.asList(more));
    return Loupe.run(words.toArray());
  }

  @Test
  void labelsBecomeACascadeThatFindsTheDefects() throws IOException {
    Path out = folder.resolve("new/rings.xml");
    Loupe run = train(set(6), "--out", out, "--folds", "2");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(CascadeXml.read(out).windowWidth()).isEqualTo(16);
    try (Stream<Path> files = Files.list(folder.resolve("new"))) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder("rings.xml", "rings-training.json", "rings-curve.png");
    }
    JsonNode log = new ObjectMapper().readTree(folder.resolve("new/rings-training.json").toFile());
    assertThat(log.at("/dataset/labels").asInt()).isEqualTo(24);
    assertThat(log.at("/folds").size()).isEqualTo(2);
    assertThat(log.at("/training/stages/0/hitRate").asDouble()).isGreaterThan(0.9);
    assertThat(log.at("/chosen/recall").asDouble()).isGreaterThan(0.9);
    assertThat(log.at("/curve").size()).isPositive();
    assertThat(ImageIO.read(folder.resolve("new/rings-curve.png").toFile()).getWidth())
        .isEqualTo(2000);
    assertThat(run.err()).contains("training 1 of 3", "stage  1:", "validation: recall");

    String use = run.out().lines().filter(l -> l.startsWith("Use it with:")).findFirst().get();
    String[] options = use.substring(use.indexOf("--min-defect-size")).split(" ", -1);
    Path image = Scene.rings(folder.resolve("unseen.png"), 30, 30, 90, 60);
    List<Object> words = new ArrayList<>(List.of("detect", image, "--cascade", out));
    words.addAll(Arrays.asList(options).subList(0, options.length - 2));
    Loupe detect = Loupe.run(words.toArray());
    assertThat(detect.exitCode()).as(detect.err()).isEqualTo(ExitCode.DONE);
    assertThat(detect.out().lines().count()).isBetween(3L, 8L);
  }

  @Test
  void anExistingCascadeIsNotReplacedUnasked() throws IOException {
    Path out = Files.writeString(folder.resolve("a.xml"), "precious");
    Loupe run = train(set(2), "--out", out, "--folds", "0");
    assertThat(run.exitCode()).isEqualTo(ExitCode.NOTHING_DONE);
    assertThat(run.err()).contains("a.xml", "--overwrite");
    assertThat(Files.readString(out)).isEqualTo("precious");
    assertThat(train(set(2), "--out", out, "--folds", "0", "--overwrite").exitCode()).isZero();
    assertThat(CascadeXml.read(out).stages()).isNotEmpty();
  }

  @Test
  void badInputIsSaidWithItsRemedy() throws IOException {
    Path out = folder.resolve("a.xml");
    assertThat(train(folder.resolve("missing"), "--out", out).err()).contains("missing");
    Loupe folds = train(set(2), "--out", out, "--folds", "5");
    assertThat(folds.exitCode()).isEqualTo(ExitCode.NOTHING_DONE);
    assertThat(folds.err()).contains("2 series for 5 folds");
    Loupe rate = train(set(2), "--out", out, "--min-hit-rate", "1.5");
    assertThat(rate.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(rate.err()).contains("minHitRate must be 0.5 to 1");
    assertThat(train(set(2), "--out", out, "--folds", "1").exitCode())
        .isEqualTo(ExitCode.WRONG_USAGE);
    Path empty = set(1);
    Files.writeString(empty.resolve("boxes/m0.txt"), "");
    Files.writeString(empty.resolve("boxes/m1.txt"), "");
    assertThat(train(empty, "--out", out, "--folds", "0").err()).contains("no annotation");
    assertThat(Files.exists(out)).isFalse();
  }

  @Test
  void backgroundGivesNegativeExamplesOnly() throws IOException {
    Path empty = Scene.rings(folder.resolve("empty.png"));
    Loupe run =
        train(set(3), "--out", folder.resolve("a.xml"), "--folds", "0", "--background", empty);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).contains("1 of background", "on 4 micrographs with 12 labels");
  }
}
