package org.loupe.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.loupe.defect.Defect;
import org.loupe.defect.Detection;
import org.loupe.defect.Measurement;
import org.loupe.defect.MeasurementFlag;
import org.loupe.defect.MicrographOutcome;
import org.loupe.defect.MicrographResult;
import org.loupe.defect.Revision;
import org.loupe.defect.Trust;
import org.loupe.geometry.Box;
import org.loupe.geometry.Ellipse;
import org.loupe.micrograph.Calibration;

/** Files that appear whole, tables that grow by whole pieces, and the journal of a run. */
class WholeFilesTest {

  @TempDir private Path folder = Path.of("");

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void aFileThatCannotBeWrittenWholeLeavesTheOldOneAndNothingElse() throws IOException {
    Path file = Files.writeString(folder.resolve("a.json"), "old");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      out.write(bytes("half"));
                      throw new IOException(
                          "cannot encode", new IOException("No space left on device"));
                    }))
        .hasMessage(file + ": No space left on device");
    assertThat(file).hasContent("old");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
    AtomicFile.write(file, out -> out.write(bytes("new")));
    assertThat(file).hasContent("new");
  }

  @Test
  void aResumedFileForgetsWhatFollowsItsLastWholePiece() throws IOException {
    Path file = folder.resolve("a.csv");
    try (AppendedFile appended = AppendedFile.begin(file)) {
      appended.append(bytes("one\n"));
      appended.append(bytes("tw"));
    }
    try (AppendedFile appended = AppendedFile.resume(file, 4)) {
      appended.append(bytes("two\n"));
    }
    assertThat(file).hasContent("one\ntwo\n");
  }

  private static MicrographOutcome outcome(String name) {
    Defect defect =
        new Defect(
            7,
            new Detection(
                "lo\"op",
                new Box(0.1, 1 / 3.0, 20, 1e-300),
                OptionalDouble.empty(),
                OptionalDouble.of(Math.nextDown(1.0))),
            new Measurement(
                new Ellipse(Math.PI, -2.5, 21.000000000000004, 9, Math.nextDown(Math.PI)),
                0.1 + 0.2,
                22,
                8,
                Set.of(MeasurementFlag.LEAKED, MeasurementFlag.TOUCHES_EDGE)));
    return MicrographOutcome.done(
        new MicrographResult(
                name,
                640,
                480,
                Optional.of(new Calibration(0.1, 0.1, "µ, \"x\"\n")),
                "linear",
                List.of(defect),
                List.of("a note", "b"))
            .revised(
                List.of(
                    defect,
                    new Defect(
                        2,
                        Detection.drawn("drawn", defect.detection().box()),
                        defect.measurement())),
                new Revision(1, 1, 3))
            .withTrust(
                Optional.of(
                    new Trust(
                        OptionalDouble.of(Math.nextUp(1.0)),
                        Optional.of("contrast lower"),
                        OptionalDouble.of(1 / 3.0),
                        OptionalDouble.of(0.1)))),
        12.345678901234567);
  }

  @Test
  void theJournalGivesBackEveryBit() throws IOException {
    MicrographOutcome one = outcome("a.tif#1");
    MicrographOutcome two =
        MicrographOutcome.done(
            new MicrographResult("a.tif#2", 1, 1, Optional.empty(), "", List.of(), List.of())
                .withTrust(
                    Optional.of(
                        new Trust(
                            OptionalDouble.empty(),
                            Optional.empty(),
                            OptionalDouble.empty(),
                            OptionalDouble.empty()))),
            0);
    try (OutputFolder out = OutputFolder.open(folder.resolve("out"), ExistingResults.REFUSE);
        ResultJournal journal = ResultJournal.open(out, "s1")) {
      journal.append("a.tif", "hash", List.of(one, two));
      journal.append("b.tif", "hash", List.of(MicrographOutcome.failed("b.tif", "cut off", 1)));
    }
    try (OutputFolder out = OutputFolder.open(folder.resolve("out"), ExistingResults.RESUME);
        ResultJournal journal = ResultJournal.open(out, "s1")) {
      assertThat(journal.find("a.tif", "hash")).contains(List.of(one, two));
      assertThat(journal.find("a.tif", "other")).isEmpty();
      assertThat(journal.find("c.tif", "hash")).isEmpty();
      assertThat(journal.find("b.tif", "hash")).as("a failure is tried again").isEmpty();
    }
    try (OutputFolder out = OutputFolder.open(folder.resolve("out"), ExistingResults.RESUME);
        ResultJournal journal = ResultJournal.open(out, "s2")) {
      assertThat(journal.find("a.tif", "hash")).as("other settings").isEmpty();
    }
  }

  @Test
  void twoNamesWithOneHashCodeAndOneContentAreNotTakenForEachOther() throws IOException {
    assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());
    try (OutputFolder out = OutputFolder.open(folder.resolve("out"), ExistingResults.REFUSE)) {
      try (ResultJournal journal = ResultJournal.open(out, "s")) {
        journal.append("Aa", "hash", List.of(outcome("Aa")));
      }
      try (ResultJournal journal = ResultJournal.open(out, "s")) {
        assertThat(journal.find("Aa", "hash")).isPresent();
        assertThat(journal.find("BB", "hash")).isEmpty();
      }
    }
  }
}
