package org.loupe.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.loupe.export.ExistingResults;
import org.loupe.export.OutputFolder;

/** What a second run does with the results of the first. */
class ResultsTest {

  @TempDir private Path root = Path.of("");
  private Path cascade = Path.of("");
  private Path images = Path.of("");
  private Path out = Path.of("");

  @BeforeEach
  void makeFolders() throws IOException {
    cascade = Scene.cascade(root);
    images = Files.createDirectories(root.resolve("images"));
    out = root.resolve("out");
    for (int i = 0; i < 4; i++) {
      Scene.rings(images.resolve("image" + i + ".png"), 30 + 5 * i, 30, 90, 60 - 3 * i);
    }
  }

  private Loupe analyzeInto(Path folder, Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("analyze", images, "--cascade", cascade));
    arguments.addAll(List.of("--out", folder, "--pixel-size", "0.5nm"));
    arguments.addAll(List.of(more));
    return Loupe.run(arguments.toArray());
  }

  private Loupe analyze(Object... more) {
    return analyzeInto(out, more);
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }

  private void assertTablesLikeAnUndisturbedRun() throws IOException {
    Path fresh = root.resolve("fresh");
    assertThat(analyzeInto(fresh, "--overwrite").exitCode()).isZero();
    Tables.assertSame(out, fresh);
  }

  @Test
  void existingResultsAreRefusedAndLeftAlone() throws IOException {
    assertThat(analyze().exitCode()).isZero();
    String before = read(out.resolve("run.json"));
    Loupe again = analyze();
    assertThat(again.exitCode()).isEqualTo(ExitCode.NOTHING_DONE);
    assertThat(again.err().strip().lines()).hasSize(1);
    assertThat(again.err()).contains("--overwrite", "--resume");
    assertThat(read(out.resolve("run.json"))).isEqualTo(before);
    assertThat(out.resolve(".loupe-lock")).doesNotExist();
  }

  @Test
  void aFileThatLoupeWouldReplaceIsRefusedEvenIfAPersonWroteIt() throws IOException {
    Files.createDirectories(out);
    Files.writeString(out.resolve("report.html"), "mine");
    assertThat(analyze().exitCode()).isEqualTo(ExitCode.NOTHING_DONE);
    assertThat(read(out.resolve("report.html"))).isEqualTo("mine");
  }

  @Test
  void otherFilesInTheFolderAreNoReasonToRefuseAndStay() throws IOException {
    Files.createDirectories(out);
    Files.writeString(out.resolve("notes.txt"), "mine");
    assertThat(analyze().exitCode()).isZero();
    assertThat(analyze("--overwrite").exitCode()).isZero();
    assertThat(read(out.resolve("notes.txt"))).isEqualTo("mine");
  }

  @Test
  void aSlipInTheInputDoesNotCostTheOldResults() throws IOException {
    assertThat(analyze().exitCode()).isZero();
    String before = read(out.resolve("defects.csv"));
    Loupe slip = Loupe.run("analyze", root.resolve("typo.tif"), "--overwrite", "--out", out);
    assertThat(slip.exitCode()).isEqualTo(ExitCode.NOTHING_DONE);
    assertThat(slip.err()).contains("typo.tif", "stays as it is");
    assertThat(read(out.resolve("defects.csv"))).isEqualTo(before);
    assertThat(out.resolve("overlays/image2.png")).exists();
  }

  /**
   * Settings there and back again: the tables are those of the first run, and so is the picture.
   */
  @Test
  void aResumedRunHasTheOverlaysOfItsOwnSettings() throws IOException {
    assertThat(analyze().exitCode()).isZero();
    byte[] first = Files.readAllBytes(out.resolve("overlays/image2.png"));
    assertThat(analyze("--resume", "--min-size", "100").exitCode()).isZero();
    assertThat(Files.readAllBytes(out.resolve("overlays/image2.png"))).isNotEqualTo(first);
    assertThat(analyze("--resume").exitCode()).isZero();
    assertThat(Files.readAllBytes(out.resolve("overlays/image2.png"))).isEqualTo(first);
    assertThat(analyze("--resume").out()).contains("not analyzed again");
    assertThat(analyze("--resume", "--min-size", "100", "--no-overlays").exitCode()).isZero();
    assertThat(out.resolve("overlays/image2.png")).doesNotExist();
    assertThat(analyze("--resume").exitCode()).isZero();
    assertThat(Files.readAllBytes(out.resolve("overlays/image2.png"))).isEqualTo(first);
  }

  @Test
  void exportsOfAnEarlierRunAreNamed() throws IOException {
    assertThat(analyze("--export", "coco", "--plots", "svg").exitCode()).isZero();
    Loupe other = analyze("--resume", "--min-size", "100", "--plots", "svg");
    assertThat(other.exitCode()).as(other.err()).isZero();
    assertThat(other.err())
        .contains("of an earlier run and were not written again: annotations.json;");
    assertThat(analyze("--resume", "--export", "coco", "--plots", "svg").err())
        .doesNotContain("earlier run");
  }

  @Test
  void aFrameThatIsNotThereIsNoInternalError() throws IOException {
    Loupe run = analyze("--frame", "2");
    assertThat(run.exitCode()).isEqualTo(ExitCode.NOTHING_DONE);
    assertThat(run.err()).contains("has no frame 2; it has 1").doesNotContain("internal error");
  }

  @Test
  void overwritingLeavesNothingOfTheOldRun() throws IOException {
    assertThat(analyze().exitCode()).isZero();
    Files.delete(images.resolve("image3.png"));
    assertThat(analyze("--overwrite", "--no-report").exitCode()).isZero();
    assertThat(out.resolve("overlays/image3.png")).doesNotExist();
    assertThat(out.resolve("overlays/image2.png")).exists();
    assertThat(out.resolve("report.html")).doesNotExist();
    assertThat(read(out.resolve("images.csv"))).doesNotContain("image3");
  }

  @Test
  void overwritingRemovesOldExportsAndFiguresAndNothingElse() throws IOException {
    assertThat(
            analyze(
                    "--export",
                    "imagej-roi,coco,geojson,masks,yolo,xlsx",
                    "--plots",
                    "svg,png",
                    "--pdf")
                .exitCode())
        .isZero();
    List<Path> old =
        List.of(
            out.resolve("rois/image3.zip"),
            out.resolve("masks/image3.png"),
            out.resolve("labels/image3.txt"),
            out.resolve("labels/classes.txt"),
            out.resolve("geojson/image3.geojson"),
            out.resolve("annotations.json"),
            out.resolve("results.xlsx"),
            out.resolve("plots/size-histogram.svg"),
            out.resolve("plots/size-histogram.png"),
            out.resolve("report.pdf"));
    assertThat(old).allSatisfy(file -> assertThat(file).isNotEmptyFile());
    Path mine = Files.writeString(out.resolve("rois/readme.md"), "mine");
    assertThat(analyze("--overwrite").exitCode()).isZero();
    assertThat(old).allSatisfy(file -> assertThat(file).doesNotExist());
    assertThat(mine).hasContent("mine");
    assertThat(out.resolve("plots")).doesNotExist();
    assertThat(out.resolve("rois")).exists();
  }

  @Test
  void anExportThatSomebodyChangedIsNotLost() throws IOException {
    assertThat(analyze("--export", "imagej-roi,coco").exitCode()).isZero();
    Path edited = out.resolve("rois/image1.zip");
    Files.setLastModifiedTime(
        edited,
        FileTime.fromMillis(Files.getLastModifiedTime(out.resolve("run.json")).toMillis() + 5000));
    for (List<Object> words :
        List.of(
            List.<Object>of("--overwrite"),
            List.<Object>of("--resume", "--export", "imagej-roi"))) {
      Loupe run = analyze(words.toArray());
      assertThat(run.exitCode()).isEqualTo(ExitCode.NOTHING_DONE);
      assertThat(run.err()).contains("image1.zip", "was changed after the run that wrote it");
      assertThat(edited).exists();
      assertThat(out.resolve("run.json")).exists();
    }
    assertThat(analyze("--resume", "--export", "coco").exitCode()).isZero();
    assertThat(edited).exists();
  }

  @Test
  void figuresAndPdfCanBeHadLaterWithoutAnalyzingAgain() throws Exception {
    assertThat(analyze().exitCode()).isZero();
    Loupe later = analyze("--resume", "--pdf", "--plots", "svg");
    assertThat(later.out()).contains("not analyzed again: 4");
    try (var pdf = org.apache.pdfbox.Loader.loadPDF(out.resolve("report.pdf").toFile())) {
      JsonNode summary =
          new ObjectMapper().readTree(out.resolve("summary.json").toFile()).path("calibrated");
      String text = new org.apache.pdfbox.text.PDFTextStripper().getText(pdf);
      assertThat(text)
          .contains(
              String.format(Locale.ROOT, "%.3f nm", summary.path("mean_diameter_nm").asDouble()),
              summary.path("defect_count").asText() + " defects on 4 images");
    }
    assertThat(out.resolve("plots/size-histogram.svg")).exists();
    assertThat(out.resolve("plots/size-histogram.png")).doesNotExist();
  }

  @Test
  void resumingKeepsFinishedImagesAndAnalyzesTheOthers() throws IOException {
    Path late = images.resolve("image1.png");
    Path aside = Files.move(late, root.resolve("late.png"));
    assertThat(analyze().exitCode()).isZero();
    Files.move(aside, late); // comes between the others, and its rows do too
    Loupe resumed = analyze("--resume");
    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(resumed.out()).contains("not analyzed again: 3");
    assertTablesLikeAnUndisturbedRun();
    assertThat(read(out.resolve("report.html"))).contains("image1.png", "image3.png");
    JsonNode run = new ObjectMapper().readTree(out.resolve("run.json").toFile());
    assertThat(run.get("inputs")).hasSize(4);
  }

  @Test
  void anImageThatChangedIsAnalyzedAgain() throws IOException {
    assertThat(analyze().exitCode()).isZero();
    Scene.rings(images.resolve("image2.png"), 64, 48);
    assertThat(analyze("--resume").out()).contains("not analyzed again: 3");
    assertTablesLikeAnUndisturbedRun();
  }

  @Test
  void otherSettingsMakeEveryImageAnalyzedAgain() throws IOException {
    assertThat(analyze().exitCode()).isZero();
    Loupe resumed = analyze("--resume", "--class", "ring");
    assertThat(resumed.out()).doesNotContain("not analyzed again");
    assertThat(read(out.resolve("defects.csv"))).contains(",ring,").doesNotContain(",defect,");
  }

  @Test
  void whatOnlyTheStatisticsUseMakesNoImageAnalyzedAgain() throws IOException {
    assertThat(analyze().exitCode()).isZero();
    Loupe resumed = analyze("--resume", "--thickness", "100nm+-10%", "--threads", 1);
    assertThat(resumed.out()).contains("not analyzed again: 4", "volume density");
  }

  @Test
  void aMissingOverlayIsMadeAgain() throws IOException {
    assertThat(analyze().exitCode()).isZero();
    Files.delete(out.resolve("overlays/image2.png"));
    assertThat(analyze("--resume").out()).contains("not analyzed again: 3");
    assertThat(out.resolve("overlays/image2.png")).exists();
  }

  @Test
  void aFailureIsTriedAgain() throws IOException {
    byte[] whole = Files.readAllBytes(images.resolve("image2.png"));
    Files.write(images.resolve("image2.png"), new byte[] {1, 2, 3});
    assertThat(analyze().exitCode()).isEqualTo(ExitCode.SOME_FAILED);
    assertThat(analyze("--resume").exitCode()).isEqualTo(ExitCode.SOME_FAILED);
    Files.write(images.resolve("image2.png"), whole);
    assertThat(analyze("--resume").exitCode()).isZero();
    assertTablesLikeAnUndisturbedRun();
  }

  @Test
  void aDamagedJournalCostsTimeButNoTruth() throws IOException {
    assertThat(analyze().exitCode()).isZero();
    Path journal = out.resolve("resume.jsonl");
    String lines = read(journal);
    String[] each = lines.split("\n", -1);
    assertThat(each).hasSize(5); // four files and the end of the last line
    Files.writeString(
        journal,
        each[0].substring(0, each[0].length() / 2)
            + "\n"
            + "no line at all\n"
            + each[1]
            + "\n"
            + each[2].substring(0, 300));
    assertThat(analyze("--resume").out()).contains("not analyzed again: 1");
    assertTablesLikeAnUndisturbedRun();
    assertThat(analyze("--resume").out()).contains("not analyzed again: 4");
  }

  @Test
  void aSecondRunIntoTheFolderIsToldToWait() throws IOException {
    try (OutputFolder other = OutputFolder.open(out, ExistingResults.REFUSE)) {
      Loupe run = analyze("--overwrite");
      assertThat(run.exitCode()).isEqualTo(ExitCode.NOTHING_DONE);
      assertThat(run.err()).contains("another run").contains(other.path().toString());
      assertThat(run.err().strip().lines()).hasSize(1);
    }
    assertThat(analyze().exitCode()).isZero();
  }

  @Test
  void namesMayHoldAnythingThatAFileSystemAllows() throws Exception {
    List<String> names =
        List.of(
            "with space.png",
            "comma, and \"quotes\".png",
            "line\nbreak.png",
            "Über – 試料 №1.png",
            "=cmd('x').png",
            "100% #2?.png");
    List<String> made = new ArrayList<>();
    for (String name : names) {
      try {
        Scene.rings(images.resolve(name), 64, 48);
        made.add(name);
      } catch (java.nio.file.InvalidPathException | IOException e) {
        // this file system does not allow it
      }
    }
    Loupe run = analyze();
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err().strip().lines()).hasSize(made.size() + 4);
    List<String> listed = Tables.column(out.resolve("images.csv"), "image");
    for (String name : made) {
      assertThat(listed).anyMatch(cell -> cell.equals(name) || cell.equals("'" + name));
      String overlay = name.substring(0, name.length() - 4) + ".png";
      assertThat(ImageIO.read(out.resolve("overlays").resolve(overlay).toFile())).isNotNull();
    }
    String page = read(out.resolve("report.html"));
    assertThat(page).contains("overlays/with%20space.png", "overlays/100%25%20%232%3F.png");
    assertThat(analyze("--resume").out()).contains("not analyzed again: " + listed.size());
  }

  @Test
  void noTemporaryFileIsLeft() throws IOException {
    Files.createDirectories(out.resolve("overlays"));
    Files.writeString(out.resolve("defects.csv"), "");
    Files.writeString(out.resolve("overlays/.loupe-part-7"), "of a killed run");
    assertThat(analyze("--resume").exitCode()).isZero();
    try (var files = Files.walk(out)) {
      assertThat(files.map(f -> f.getFileName().toString().toLowerCase(Locale.ROOT)))
          .noneMatch(name -> name.contains("part") || name.contains("lock"));
    }
  }
}
