package org.loupe.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way back: defects are exported, corrected by a person, and measured again. */
class LabelsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path root = Path.of("");
  private Path images = Path.of("");
  private Path first = Path.of("");
  private Path out = Path.of("");

  @BeforeEach
  void analyzeAndExport() throws IOException {
    images = Files.createDirectories(root.resolve("images"));
    Scene.rings(images.resolve("a.png"), 30, 30, 90, 60);
    Scene.rings(images.resolve("b.png"), 64, 48);
    first = root.resolve("first");
    out = root.resolve("corrected");
    Loupe run =
        Loupe.run(
            "analyze",
            images,
            "--cascade",
            Scene.cascade(root),
            "--pixel-size",
            "0.5nm",
            "--export",
            "imagej-roi,coco",
            "--out",
            first);
    assertThat(run.exitCode()).as(run.err()).isZero();
  }

  private Loupe correct(Path labels, Object... more) {
    List<Object> words = new ArrayList<>(List.of("analyze", "--settings"));
    words.addAll(List.of(first.resolve("run.json"), "--labels", labels, "--out", out));
    words.addAll(List.of(more));
    return Loupe.run(words.toArray());
  }

  private List<String> origins() throws IOException {
    return Tables.column(out.resolve("defects.csv"), "origin");
  }

  private JsonNode json(String name) throws IOException {
    return JSON.readTree(out.resolve(name).toFile());
  }

  /** Leaves out the first ROI of a zip. */
  private static void removeFirst(Path zip) throws IOException {
    Path part = zip.resolveSibling("part.zip");
    try (ZipFile from = new ZipFile(zip.toFile());
        OutputStream to = Files.newOutputStream(part);
        ZipOutputStream target = new ZipOutputStream(to)) {
      for (ZipEntry entry : from.stream().skip(1).toList()) {
        target.putNextEntry(new ZipEntry(entry.getName()));
        try (InputStream in = from.getInputStream(entry)) {
          in.transferTo(target);
        }
        target.closeEntry();
      }
    }
    Files.delete(zip);
    Files.move(part, zip);
  }

  @Test
  void labelsThatNobodyChangedGiveTheSameTable() throws IOException {
    for (String place : List.of("rois", "annotations.json")) {
      Loupe run = correct(first.resolve(place), "--overwrite");
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(out.resolve("defects.csv")).hasSameBinaryContentAs(first.resolve("defects.csv"));
      assertThat(run.out())
          .contains(
              "Corrected by people on images: 2; detections kept 3, removed 0; defects drawn 0");
    }
  }

  @Test
  void removedDetectionsAreGoneAndOthersStayTheMachines() throws IOException {
    removeFirst(first.resolve("rois/a.zip"));
    assertThat(correct(first.resolve("rois")).exitCode()).isZero();
    assertThat(origins()).containsExactly("machine", "machine");
    assertThat(Tables.column(out.resolve("images.csv"), "detections_removed"))
        .containsExactly("1", "0");
    JsonNode summary = json("summary.json").path("corrections");
    assertThat(summary.path("images").asInt()).isEqualTo(2);
    assertThat(summary.path("detections_kept").asInt()).isEqualTo(2);
    assertThat(summary.path("detections_removed").asInt()).isEqualTo(1);
    assertThat(json("summary.json").path("detection_correction").asText()).contains("people");
    assertThat(json("run.json").path("corrections")).isEqualTo(summary);
    assertThat(json("run.json").at("/settings/labelsSha256").asText()).hasSize(64);
    assertThat(Files.readString(out.resolve("report.html")))
        .contains("Corrected by people on 2 images");
  }

  @Test
  void aDrawnDefectIsMeasuredAndMarkedInEveryTable() throws IOException {
    Path coco = first.resolve("annotations.json");
    ObjectNode edited = (ObjectNode) JSON.readTree(coco.toFile());
    ArrayNode annotations = (ArrayNode) edited.path("annotations");
    ArrayNode rest = annotations.arrayNode();
    annotations.forEach(
        one -> {
          if (one.path("image_id").asInt() != 2) {
            rest.add(one);
          }
        });
    rest.addObject()
        .put("id", 99)
        .put("image_id", 2)
        .put("category_id", 1)
        .putArray("bbox")
        .add(51)
        .add(36)
        .add(26)
        .add(25);
    edited.set("annotations", rest);
    JSON.writeValue(coco.toFile(), edited);
    Loupe run = correct(coco);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(origins()).containsExactly("machine", "machine", "person");
    List<String> scores = Tables.column(out.resolve("defects.csv"), "detection_score");
    assertThat(scores.get(2)).isEmpty();
    assertThat(scores.get(0)).isNotEmpty();
    double diameter =
        Double.parseDouble(
            Tables.column(out.resolve("defects.csv"), "major_axis_length_px").get(2));
    assertThat(diameter).isBetween(17.5, 18.7); // the scene's rings have 18
    String page = Files.readString(out.resolve("report.html"));
    assertThat(page).contains("drawn by a person", "class=\"p6\"");
    assertThat(run.out()).contains("detections kept 2, removed 1; defects drawn 1");
  }

  @Test
  void imagesThatTheLabelsDoNotNameAreTheMachines() throws IOException {
    assertThat(correct(first.resolve("rois/b.zip")).exitCode()).isZero();
    assertThat(out.resolve("defects.csv")).hasSameBinaryContentAs(first.resolve("defects.csv"));
    assertThat(Tables.column(out.resolve("images.csv"), "detections_kept"))
        .containsExactly("", "1");
  }

  @Test
  void labelsOfAnImageThatIsNotThereEndTheRunBeforeItBegins() throws IOException {
    Files.delete(images.resolve("b.png"));
    Loupe run = correct(first.resolve("rois"));
    assertThat(run.exitCode()).isEqualTo(ExitCode.NOTHING_DONE);
    assertThat(run.err().strip().lines()).hasSize(1);
    assertThat(run.err()).contains("b.zip", "none of the images");
    assertThat(out).doesNotExist();
  }

  @Test
  void labelsOfAnImageOfAnotherSizeAreThatImagesError() throws IOException {
    Path coco = first.resolve("annotations.json");
    Files.writeString(
        coco, Files.readString(coco).replaceFirst("\"width\" : 128", "\"width\" : 127"));
    Loupe run = correct(coco);
    assertThat(run.exitCode()).isEqualTo(ExitCode.SOME_FAILED);
    assertThat(Tables.column(out.resolve("images.csv"), "status"))
        .containsExactly("failed", "done");
    assertThat(Tables.column(out.resolve("images.csv"), "error").get(0))
        .contains("says width 127, the micrograph has 128");
  }

  @Test
  void labelsInTheFolderOfTheResultsAreRefused() {
    Loupe run = Loupe.run("analyze", images, "--labels", first.resolve("rois"), "--out", first);
    assertThat(run.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(run.err()).contains("lies in --out", "choose another --out");
  }

  @Test
  void resumingLooksAtTheLabelsAnew() throws IOException {
    assertThat(correct(first.resolve("rois")).exitCode()).isZero();
    assertThat(correct(first.resolve("rois"), "--resume").out()).contains("not analyzed again: 2");
    removeFirst(first.resolve("rois/a.zip"));
    Loupe resumed = correct(first.resolve("rois"), "--resume");
    assertThat(resumed.out()).doesNotContain("not analyzed again").contains("removed");
    assertThat(origins()).hasSize(2);
  }

  /** The commands of the tutorial's section on corrections, one after the other. */
  @Test
  void theTutorialsCommandsDoWhatItSays() throws IOException {
    String tutorial = Files.readString(Path.of("..", "docs", "tutorial.md"));
    int begin = tutorial.indexOf("Correct what the model found");
    String section = tutorial.substring(begin, tutorial.indexOf("\n## ", begin));
    List<String> commands =
        section.lines().map(String::strip).filter(line -> line.startsWith("./loupe")).toList();
    assertThat(commands).hasSizeGreaterThanOrEqualTo(2);
    for (String command : commands) {
      List<String> words = new ArrayList<>(List.of(command.split(" +")));
      words.remove(0);
      words.replaceAll(
          word ->
              word.equals("folder")
                  ? images.toString()
                  : word.matches("(found|corrected)(/.*)?") ? root.resolve(word).toString() : word);
      int model = words.indexOf("--model");
      if (model >= 0) {
        words.set(model, "--cascade");
        words.set(model + 1, root.resolve("cascade.xml").toString());
      }
      Loupe run = Loupe.run(words.toArray());
      assertThat(run.exitCode()).as(command + "\n" + run.err()).isZero();
      if (Files.exists(root.resolve("found/rois/a.zip")) && !Files.exists(out)) {
        removeFirst(root.resolve("found/rois/a.zip")); // what the reader does in ImageJ
      }
    }
    assertThat(origins()).containsExactly("machine", "machine");
  }
}
