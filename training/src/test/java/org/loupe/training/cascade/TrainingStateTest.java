package org.loupe.training.cascade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.loupe.cascade.BoostParameters;
import org.loupe.cascade.CodeSet;
import org.loupe.cascade.LbpCascade;
import org.loupe.cascade.LbpFeature;
import org.loupe.cascade.Stage;
import org.loupe.cascade.Stump;
import org.loupe.evaluate.MatchCounts;

class TrainingStateTest {

  @TempDir private Path folder = Path.of("");

  /** Returns a state whose numbers have all the digits that a float and a double have. */
  private static TrainingState state(long seed, int negatives) {
    SplittableRandom random = new SplittableRandom(seed);
    List<LbpFeature> features = List.of(new LbpFeature(0, 1, 3, 2), new LbpFeature(5, 0, 1, 4));
    List<Stage> stages = new ArrayList<>();
    List<StageReport> reports = new ArrayList<>();
    for (int stage = 1; stage <= 3; stage++) {
      List<Stump> stumps = new ArrayList<>();
      for (int i = 0; i < 2 + stage; i++) {
        stumps.add(
            new Stump(
                i % 2,
                CodeSet.ofWords(random.ints(CodeSet.WORDS).toArray()),
                (float) (random.nextDouble() - 1),
                (float) (random.nextDouble() / 3)));
      }
      stages.add(new Stage((float) (random.nextDouble() - 0.5), stumps));
      reports.add(
          new StageReport(
              stage,
              stumps.size(),
              100,
              250,
              1 - random.nextDouble() / 1000,
              random.nextDouble(),
              random.nextDouble(),
              1e-9 * random.nextDouble(),
              random.nextDouble()));
    }
    return new TrainingState(
        "0123abc",
        new LbpCascade(16, 16, BoostParameters.defaults(), features, stages),
        reports,
        List.of(
            new CurvePoint(
                2,
                8,
                5,
                new MatchCounts(40, 30, random.nextInt(41, 90), 32),
                new MatchCounts(7, 5, 41, 6))),
        random.longs(negatives).toArray(),
        seed % 2 == 0);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void whatIsReadIsWhatWasWritten(long seed) throws IOException {
    Path file = folder.resolve("state-1");
    state(seed + 10, 5000).write(file); // is replaced
    TrainingState written = state(seed, (int) seed * 700);
    written.write(file);
    TrainingState read = TrainingState.read(file);
    assertThat(read.fingerprint()).isEqualTo(written.fingerprint());
    assertThat(read.cascade()).isEqualTo(written.cascade());
    assertThat(read.reports()).isEqualTo(written.reports());
    assertThat(read.points()).isEqualTo(written.points()).isNotEmpty();
    assertThat(read.negatives()).isEqualTo(written.negatives());
    assertThat(read.complete()).isEqualTo(written.complete());
  }

  @Test
  void nothingElseIsLeftInTheFolder() throws IOException {
    state(1, 100).write(folder.resolve("state-1"));
    Path missing = folder.resolve("missing/state-1");
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> state(1, 100).write(missing));
    Path occupied = Files.createDirectories(folder.resolve("occupied"));
    Files.writeString(occupied.resolve("file"), "");
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> state(1, 100).write(occupied));
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder("state-1", "occupied");
    }
  }

  @Test
  void aFileThatEndsTooEarlyIsSaidToBeDamaged() throws IOException {
    Path file = folder.resolve("state-1");
    state(1, 300).write(file);
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length += 1 + whole.length / 150) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatExceptionOfType(TrainingStateException.class)
          .as("%d bytes", length)
          .isThrownBy(() -> TrainingState.read(file))
          .withMessageContaining(file.toString())
          .withMessageContaining("delete it to begin anew");
    }
  }

  @Test
  void aFileWithAWrongBitIsRefusedOrStillAState() throws IOException {
    Path file = folder.resolve("state-1");
    state(1, 50).write(file);
    byte[] whole = Files.readAllBytes(file);
    SplittableRandom random = new SplittableRandom(6);
    int refused = 0;
    for (int i = 0; i < 300; i++) {
      byte[] wrong = whole.clone();
      wrong[random.nextInt(wrong.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, wrong);
      try {
        TrainingState.read(file);
      } catch (IOException e) {
        assertThat(e).hasMessageContaining(file.toString());
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(150);
  }

  private Path zip(String head, String cascade, byte[] negatives) throws IOException {
    Path file = folder.resolve("state-1");
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("state.json"));
      zip.write(head.getBytes(StandardCharsets.UTF_8));
      zip.putNextEntry(new ZipEntry("cascade.xml"));
      zip.write(cascade.getBytes(StandardCharsets.UTF_8));
      zip.putNextEntry(new ZipEntry("negatives"));
      zip.write(negatives);
      zip.closeEntry();
    }
    return file;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "no json",
        "{\"format\":1}",
        "{\"format\":1,\"fingerprint\":\"a\",\"complete\":true,\"negatives\":0}",
        "{\"format\":7,\"fingerprint\":\"a\",\"complete\":true,\"negatives\":0,\"reports\":[]}",
        "{\"format\":1,\"fingerprint\":\"a\",\"complete\":true,\"negatives\":536870912,"
            + "\"reports\":[]}",
        "{\"format\":1,\"fingerprint\":\"a\",\"complete\":true,\"negatives\":-536870912,"
            + "\"reports\":[null]}",
      })
  void aZipOfSomethingElseIsRefused(String head) throws IOException {
    Path good = folder.resolve("good");
    state(1, 0).write(good);
    String xml;
    try (var zip = new ZipFile(good.toFile())) {
      xml =
          new String(
              zip.getInputStream(zip.getEntry("cascade.xml")).readAllBytes(),
              StandardCharsets.UTF_8);
    }
    Path file = zip(head, xml, new byte[0]);
    assertThatExceptionOfType(TrainingStateException.class)
        .isThrownBy(() -> TrainingState.read(file))
        .withMessageContaining(file.toString())
        .withMessageContaining("delete it");
  }
}
