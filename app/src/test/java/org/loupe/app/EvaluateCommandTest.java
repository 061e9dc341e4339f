package org.loupe.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.loupe.dataset.LabeledSets;

/** Two micrographs: rings at (30, 30) and (90, 60), and at (60, 40); each labeled 24 x 24 px. */
class EvaluateCommandTest {

  @TempDir private Path root = Path.of("");
  private Path set = Path.of("");
  private Path out = Path.of("");

  @BeforeEach
  void makeSet() throws IOException {
    set = root.resolve("set");
    Scene.rings(set.resolve("images/one.png"), 30, 30, 90, 60);
    Scene.rings(set.resolve("images/two.png"), 60, 40);
    Files.createDirectories(set.resolve("boxes"));
    Files.writeString(set.resolve("boxes/one.txt"), "18 18 42 42\n48 78 72 102\n");
    Files.writeString(set.resolve("boxes/two.txt"), "28 48 52 72\n");
    Files.writeString(
        set.resolve("index.tsv"), "image\tseries\tnm_per_px\none.png\ta\t0.5\ntwo.png\ta\t0.5\n");
    out = root.resolve("judged");
  }

  private Loupe evaluate(Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("evaluate", set, "--out", out));
    arguments.addAll(Arrays.asList(more));
    return Loupe.run(arguments.toArray());
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(out.resolve("evaluation.json").toFile());
  }

  private List<NamedCsvRecord> table(String name) throws IOException {
    try (CsvReader<NamedCsvRecord> reader =
        CsvReader.builder().ofNamedCsvRecord(out.resolve(name))) {
      return reader.stream().toList();
    }
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(root.resolve(name), text);
  }

  /** One right, one off by 15 px, one false; the second micrograph is not named. */
  private Path boxes() throws IOException {
    return write(
        "boxes.csv",
        """
        image,x,y,width,height,score
        one.png,18,18,24,24,0.9
        one.png,93,48,24,24,0.8
        one.png,5,70,20,20,0.7
        """);
  }

  @Test
  void aTableIsJudgedByBothRules() throws IOException {
    Loupe run = evaluate("--results", boxes());
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("paper rule", "20 px", "strict rule", "0.5");
    JsonNode reported = json().at("/modules/reported");
    assertThat(reported.at("/paper/recall").asDouble()).isEqualTo(2.0 / 3, within(1e-12));
    assertThat(reported.at("/paper/precision").asDouble()).isEqualTo(2.0 / 3, within(1e-12));
    assertThat(reported.at("/strict/recall").asDouble()).isEqualTo(1.0 / 3, within(1e-12));
    assertThat(reported.at("/strict/precision").asDouble()).isEqualTo(1.0 / 3, within(1e-12));
    // precision 1 up to recall 1/3: 34 of 101 recalls
    assertThat(reported.at("/strict/average_precision").asDouble())
        .isEqualTo(34.0 / 101, within(1e-12));
    assertThat(json().at("/modules/module_1_alone").isMissingNode()).isTrue();
    assertThat(json().at("/notes/0").asText()).contains("1 of 2 micrographs are not named");
    assertThat(json().at("/rules/paper").asText()).contains("20 px");
  }

  /** One missing score took the curve away and changed the matching, without a word. */
  @Test
  void aMissingScoreAmongOthersIsSaid() throws IOException {
    Path mixed =
        write(
            "mixed.csv",
            "image,x,y,width,height,score\none.png,18,18,24,24,0.9\none.png,93,48,24,24,\n");
    Loupe run = evaluate("--results", mixed);
    assertThat(run.exitCode()).as(run.err()).isZero();
    String words = "1 of 2 detections have no score, the first is number 2 of images/one.png";
    assertThat(run.err()).contains(words);
    assertThat(json().at("/notes/0").asText()).contains(words, "matches by overlap");
  }

  @Test
  void tablesHoldEveryImageAndEveryMark() throws IOException {
    evaluate("--results", boxes());
    List<NamedCsvRecord> images = table("images.csv");
    assertThat(images)
        .extracting(r -> r.getField("image"))
        .containsExactly("images/one.png", "images/two.png");
    NamedCsvRecord two = images.get(1);
    assertThat(two.getField("paper_recall")).isEqualTo("0");
    assertThat(two.getField("paper_precision")).isEmpty();
    assertThat(two.getField("paper_precision_lower")).isEmpty();
    assertThat(two.getField("result_mean_diameter_px")).isEmpty();
    assertThat(two.getField("label_mean_diameter_nm")).isEqualTo("12");
    assertThat(two.getField("number_error")).isEqualTo("-1");
    // one label on 128 x 96 pixels of 0.5 nm
    assertThat(Double.parseDouble(two.getField("label_number_density_per_m2")))
        .isEqualTo(1e18 / (128 * 96 * 0.25), within(1e8));
    List<NamedCsvRecord> matches = table("matches.csv");
    assertThat(matches).hasSize(6);
    assertThat(matches)
        .extracting(r -> r.getField("side") + " " + r.getField("strict_match"))
        .containsExactly(
            "annotation 1",
            "annotation ",
            "detection 1",
            "detection ",
            "detection ",
            "annotation ");
    assertThat(matches.get(1).getField("paper_match")).isEqualTo("2");
    assertThat(matches.get(1).getField("paper_distance_px")).isEqualTo("15");
    assertThat(matches.get(0).getField("strict_iou")).isEqualTo("1");
  }

  @Test
  void toleranceAndOverlapCanBeChosen() throws IOException {
    Path boxes = boxes();
    // the second box is 15 px off: 9 x 24 of (2 x 24 - 9) x 24 are shared
    evaluate("--results", boxes, "--tolerance", 14.9, "--iou", 9.0 / 39 - 1e-9);
    assertThat(json().at("/modules/reported/paper/annotations_found").asInt()).isEqualTo(1);
    assertThat(json().at("/modules/reported/strict/annotations_found").asInt()).isEqualTo(2);
    assertThat(json().at("/rules/paper").asText()).contains("14.9 px");
  }

  @Test
  void aCascadeIsJudgedAsItAnalyzes() throws IOException {
    Path cascade = Scene.cascade(root);
    Loupe run = evaluate("--cascade", cascade);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(json().at("/judged").asText()).contains("cascade.xml", "nothing screened");
    JsonNode paper = json().at("/modules/reported/paper");
    assertThat(paper.path("recall").asDouble()).isEqualTo(1);
    Path analyzed = root.resolve("analyzed");
    Loupe.run("analyze", set.resolve("images"), "--cascade", cascade, "--out", analyzed);
    JsonNode direct = json();
    assertThat(evaluate("--results", analyzed).exitCode()).isZero();
    for (String figure : List.of("detections", "recall", "precision")) {
      for (String rule : List.of("paper", "strict")) {
        assertThat(json().at("/modules/reported/" + rule).path(figure))
            .isEqualTo(direct.at("/modules/reported/" + rule).path(figure));
      }
    }
    assertThat(json().at("/time/machine_images_timed").asInt()).isEqualTo(2);
    assertThat(table("images.csv").get(0).getField("elapsed_ms")).isNotEmpty();
  }

  @Test
  void anImageThatFailedIsLeftOutAndSaid() throws IOException {
    Path results = Files.createDirectories(root.resolve("results"));
    Files.writeString(
        results.resolve("defects.csv"),
        "image,box_x_px,box_y_px,box_width_px,box_height_px\ntwo.png,48,28,24,24\n");
    Files.writeString(
        results.resolve("images.csv"), "image,status\ntwo.png,done\none.png,failed\n");
    Loupe run = evaluate("--results", results);
    assertThat(run.exitCode()).isEqualTo(ExitCode.SOME_FAILED);
    assertThat(json().path("micrographs").asInt()).isEqualTo(1);
    assertThat(json().at("/notes/0").asText()).contains("1 of 2", "no result");
    assertThat(json().at("/modules/reported/strict/recall").asDouble()).isEqualTo(1);
  }

  @Test
  void peopleStandBesideTheMachineAndAgree() throws IOException {
    Path ann =
        write("ann.csv", "image,x,y,width,height\none.png,18,18,24,24\ntwo.png,48,28,24,24\n");
    Path bob = Files.createDirectories(root.resolve("bob"));
    Scene.rings(bob.resolve("images/one.png"), 30, 30, 90, 60);
    Scene.rings(bob.resolve("images/two.png"), 60, 40);
    Files.createDirectories(bob.resolve("boxes"));
    Files.writeString(bob.resolve("boxes/one.txt"), "18 18 42 42\n");
    Files.writeString(bob.resolve("boxes/two.txt"), "60 10 80 30\n");
    Path consensus = root.resolve("consensus");
    Loupe run =
        evaluate(
            "--results",
            boxes(),
            "--people",
            "Ann=" + ann,
            "--people",
            "Bob=" + bob,
            "--people-minutes",
            "Ann=12",
            "--write-consensus",
            consensus);
    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonNode people = json().path("people");
    assertThat(people.path("members")).hasSize(3);
    assertThat(people.at("/members/0/kind").asText()).isEqualTo("machine");
    assertThat(people.at("/members/1/name").asText()).isEqualTo("Ann");
    assertThat(people.at("/members/1/strict/recall").asDouble()).isEqualTo(2.0 / 3, within(1e-12));
    assertThat(people.at("/members/1/strict/precision").asDouble()).isEqualTo(1);
    assertThat(people.path("pairs")).hasSize(6);
    assertThat(json().at("/time/people_minutes_per_image/Ann").asDouble()).isEqualTo(12);
    // two of three marked (30, 30) and (60, 40); only the labels have (90, 60)
    var agreed = LabeledSets.open(consensus).micrographs();
    assertThat(agreed).extracting(m -> m.annotations().size()).containsExactly(1, 1);
    assertThat(Files.readString(out.resolve("evaluation.html"))).contains("Ann", "Bob", "12");
  }

  /** Labels against themselves, which is the first thing that one tries. */
  @Test
  void resultsThatAreTheLabelsAreRightInAll() throws IOException {
    Path same =
        write(
            "same.csv",
            """
            image,x,y,width,height
            one.png,18,18,24,24
            one.png,78,48,24,24
            two.png,48,28,24,24
            """);
    Loupe run = evaluate("--results", same);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(json().at("/modules/reported/strict/f1").asDouble()).isEqualTo(1);
    assertThat(out.resolve("evaluation.html")).content().doesNotContain("NaN");
  }

  @Test
  void aClassThatNobodyUsesIsAnError() throws IOException {
    Path classed = write("classed.csv", "image,class,x,y,width,height\none.png,dot,18,18,24,24\n");
    Loupe run = evaluate("--results", classed, "--class", "dto");
    assertThat(run.exitCode()).isEqualTo(ExitCode.NOTHING_DONE);
    assertThat(run.err()).contains("--class dto", "the classes are dot");
    assertThat(evaluate("--results", classed, "--class", "dot").exitCode()).isZero();
  }

  @Test
  void aPersonWhoMarkedNothingInAnImageMissedWhatIsThere() throws IOException {
    Path ann =
        write("ann.csv", "image,x,y,width,height\none.png,18,18,24,24\none.png,78,48,24,24\n");
    Path consensus = root.resolve("consensus");
    Loupe run =
        evaluate(
            "--results",
            boxes(),
            "--people",
            "Ann=" + ann,
            "--write-consensus",
            consensus,
            "--consensus-votes",
            1);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(json().at("/people/members/1/strict/recall").asDouble())
        .isEqualTo(2.0 / 3, within(1e-12));
    assertThat(json().toString()).contains("1 of 2 micrographs are not named in the marks of Ann");
    assertThat(Files.readAllLines(consensus.resolve("index.tsv")))
        .containsExactly(
            "image\tseries\tnm_per_px", "images/one.png\ta\t0.5", "images/two.png\ta\t0.5");
  }

  @Test
  void thePageStandsAlone() throws IOException {
    evaluate("--results", boxes());
    String page = Files.readString(out.resolve("evaluation.html"));
    assertThat(page)
        .contains("paper rule", "strict rule", "data:image/png;base64,", "Kolmogorov-Smirnov")
        .doesNotContain("<script", "http://", "https://", "NaN", "Infinity");
    for (String file : List.of("images.csv", "matches.csv", "evaluation.json")) {
      assertThat(Files.readString(out.resolve(file))).doesNotContain("NaN", "Infinity");
    }
  }

  @Test
  void micrographsCanBeChosenByName() throws IOException {
    evaluate("--results", boxes(), "--only", "tw*");
    assertThat(json().path("micrographs").asInt()).isEqualTo(1);
    Loupe none = evaluate("--results", boxes(), "--only", "three*");
    assertThat(none.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--tolerance 0 | tolerance must be positive",
        "--iou 1.5 | (0, 1]",
        "--write-consensus x | needs --people",
        "--people-minutes Eve=3 | nobody",
        "--people labels=x.csv | a name of its own",
        "--min-neighbors 2 --results x | no meaning with --results",
      })
  void wrongOptionsAreSaid(String options, String problem) {
    Loupe run = evaluate((Object[]) options.split(" ", -1));
    assertThat(run.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(run.err()).contains(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "image,x,y,width,height;three.png,1,2,3,4 | not in the labeled set",
        "image,x,y,width,height;one.png,1,2,3,0 | line 2",
        "image,x,y,width,height;one.png,1,2,,4 | has no width",
        "image,x,y,width,height;one.png,\"1,5\",2,3,4 | decimal point",
        "image,a,b;one.png,1,2 | neither a box nor an ellipse",
        "name,x,y,width,height;one.png,1,2,3,4 | names no image",
      })
  void badTablesAreErrorsThatNameThePlace(String lines, String problem) throws IOException {
    Path table = write("bad.csv", lines.replace(';', '\n') + "\n");
    Loupe run = evaluate("--results", table);
    assertThat(run.exitCode()).isEqualTo(ExitCode.NOTHING_DONE);
    assertThat(run.err()).contains("bad.csv").contains(problem.strip());
  }

  @Test
  void labelsOfRingsAreMeasuredAlone() throws IOException {
    // boxes have no shape to compare with
    Loupe boxes = evaluate("--measure-labels");
    assertThat(boxes.exitCode()).isEqualTo(ExitCode.NOTHING_DONE);
    assertThat(boxes.err()).contains("needs ellipses, masks or polygons");
    Path polygons = root.resolve("polygons");
    Scene.rings(polygons.resolve("images/one.png"), 64, 48);
    Files.createDirectories(polygons.resolve("polygons"));
    StringBuilder line = new StringBuilder("0");
    for (int i = 0; i < 32; i++) {
      line.append(" ").append((64 + 9 * Math.cos(i * Math.PI / 16)) / 128);
      line.append(" ").append((48 + 9 * Math.sin(i * Math.PI / 16)) / 96);
    }
    Files.writeString(polygons.resolve("polygons/one.txt"), line + "\n");
    Loupe run = Loupe.run("evaluate", polygons, "--measure-labels", "--out", out);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("1 label");
    JsonNode pooled =
        new ObjectMapper().readTree(out.resolve("measurement.json").toFile()).get("pooled");
    assertThat(pooled.get("label_mean_px").asDouble()).isCloseTo(18, within(0.2));
    double result = pooled.get("result_mean_px").asDouble();
    assertThat(pooled.get("mean_error").asDouble())
        .isCloseTo(result / pooled.get("label_mean_px").asDouble() - 1, within(1e-12));
    assertThat(table("measurement.csv")).hasSize(1);
    assertThat(Files.readString(out.resolve("measurement.html"))).contains("Module III alone");
    Loupe wrong = evaluate("--results", boxes(), "--box-jitter", 0.1);
    assertThat(wrong.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(wrong.err()).contains("--box-jitter needs --measure-labels");
  }
}
