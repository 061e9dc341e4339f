package org.loupe.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.loupe.cascade.CandidateGrouping;
import org.loupe.cascade.ScanSettings;
import org.loupe.cascade.SyntheticCascade;
import org.loupe.defect.MicrographOutcome;
import org.loupe.defect.MicrographResult;
import org.loupe.image.ByteImage;
import org.loupe.io.FrameChoice;
import org.loupe.io.InputFile;
import org.loupe.io.InputFinder;
import org.loupe.measure.MeasurementSettings;
import org.loupe.micrograph.Micrograph;
import org.loupe.model.ModelBundle;

/** Micrographs for which the memory is short, and those that are read in parts. */
@Timeout(600)
class LargeMicrographTest {

  private static final int WIDTH = 260;
  private static final int HEIGHT = 190;

  private static final ModelBundle MODEL =
      new ModelBundle(
          "m",
          "",
          "loop",
          SyntheticCascade.randomWithCells(5, 24, 24, 64, 5, 8, 6, 6),
          ScanSettings.defaults()
              .withMinNeighbors(2)
              .withMinDefectSizePx(16)
              .withGrouping(CandidateGrouping.PEAKS),
          MeasurementSettings.defaults(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  @TempDir private Path folder;

  /** Writes a float TIFF in strips of so many rows. */
  private void write(String name, int rowsPerStrip) throws IOException {
    ByteImage image = SyntheticCascade.image(8, WIDTH, HEIGHT);
    int strips = (HEIGHT + rowsPerStrip - 1) / rowsPerStrip;
    int rowBytes = 4 * WIDTH;
    int tables = 8 + 2 + 12 * 10 + 4;
    int pixels = tables + 8 * strips;
    ByteBuffer out = ByteBuffer.allocate(pixels + rowBytes * HEIGHT).order(ByteOrder.LITTLE_ENDIAN);
    out.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8).putShort((short) 10);
    int[][] tags = {
      {256, 4, 1, WIDTH},
      {257, 4, 1, HEIGHT},
      {258, 3, 1, 32},
      {259, 3, 1, 1},
      {262, 3, 1, 1},
      {273, 4, strips, strips == 1 ? pixels : tables},
      {277, 3, 1, 1},
      {278, 4, 1, rowsPerStrip},
      {279, 4, strips, strips == 1 ? rowBytes * HEIGHT : tables + 4 * strips},
      {339, 3, 1, 3}
    };
    for (int[] tag : tags) {
      out.putShort((short) tag[0]).putShort((short) tag[1]).putInt(tag[2]).putInt(tag[3]);
    }
    for (int i = 0; i < strips; i++) {
      int top = i * rowsPerStrip;
      out.putInt(tables + 4 * i, pixels + rowBytes * top);
      out.putInt(tables + 4 * (strips + i), rowBytes * Math.min(rowsPerStrip, HEIGHT - top));
    }
    out.position(pixels);
    for (byte sample : image.samples()) {
      out.putFloat(100 + 0.25f * (sample & 0xFF));
    }
    Files.write(folder.resolve(name), out.array());
  }

  private static final class Collected implements BatchAnalyzer.Listener {
    private final List<FileOutcome> outcomes = new ArrayList<>();

    @Override
    public void analyzed(Micrograph micrograph, MicrographResult result) {}

    @Override
    public void finished(FileOutcome outcome) {
      outcomes.add(outcome);
    }

    List<MicrographOutcome> micrographs() {
      return outcomes.stream().flatMap(outcome -> outcome.micrographs().stream()).toList();
    }
  }

  private List<MicrographOutcome> run(PixelsInFlight inFlight, int threads, Preparation preparation)
      throws Exception {
    Collected collected = new Collected();
    List<InputFile> files = InputFinder.find(List.of(folder.toString()));
    try (DefectAnalyzer analyzer = new DefectAnalyzer(MODEL)) {
      new BatchAnalyzer(
              analyzer,
              FrameChoice.all(),
              preparation,
              threads,
              () -> 0,
              MarkSource.none(),
              inFlight)
          .run(files, collected, () -> false);
    }
    return collected.micrographs();
  }

  @Test
  void readingInStripsAndWaitingForEachOtherChangesNoRow() throws Exception {
    write("a.tif", HEIGHT);
    write("b.tif", 7);
    write("c.tif", 100);
    Preparation whole = (file, micrograph) -> Preparation.Prepared.whole(micrograph);
    List<MicrographOutcome> free = run(new PixelsInFlight(Long.MAX_VALUE / 2), 3, whole);
    List<MicrographOutcome> inTurn = run(new PixelsInFlight(1), 3, whole);
    assertThat(inTurn).hasSize(3).isEqualTo(free);
    MicrographResult first = free.get(0).result().orElseThrow();
    assertThat(first.defects()).hasSizeGreaterThan(5);
    for (MicrographOutcome other : free) {
      assertThat(other.result().orElseThrow().defects()).isEqualTo(first.defects());
    }
  }

  @Test
  void aMicrographThatRunsOutOfMemoryIsTriedAgainAlone() throws Exception {
    write("a.tif", 50);
    write("b.tif", 50);
    write("c.tif", 50);
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger tries = new AtomicInteger();
    Preparation scarce =
        (file, micrograph) -> {
          int beside = inside.incrementAndGet();
          try {
            if (file.name().equals("b.tif") && tries.incrementAndGet() == 1) {
              throw new OutOfMemoryError("Java heap space");
            }
            if (file.name().equals("b.tif")) {
              assertThat(beside).isEqualTo(1);
            }
            return Preparation.Prepared.whole(micrograph);
          } finally {
            inside.decrementAndGet();
          }
        };
    List<MicrographOutcome> outcomes = run(new PixelsInFlight(1L << 40), 3, scarce);
    assertThat(tries).hasValue(2);
    assertThat(outcomes).hasSize(3).allMatch(outcome -> outcome.result().isPresent());
  }

  @Test
  void whatNeverFitsIsSaidWithTheRemedyAndTheOthersFinish() throws Exception {
    write("a.tif", 50);
    write("b.tif", 50);
    Preparation never =
        (file, micrograph) -> {
          if (file.name().equals("a.tif")) {
            throw new OutOfMemoryError("Java heap space");
          }
          return Preparation.Prepared.whole(micrograph);
        };
    List<MicrographOutcome> outcomes = run(new PixelsInFlight(1L << 40), 2, never);
    assertThat(outcomes.get(0).image()).isEqualTo("a.tif");
    assertThat(outcomes.get(0).error().orElseThrow()).contains("memory", "LOUPE_JAVA_OPTIONS=-Xmx");
    assertThat(outcomes.get(1).result()).isPresent();
  }
}
