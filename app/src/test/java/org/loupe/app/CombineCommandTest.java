package org.loupe.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.loupe.cascade.CascadeXml;
import org.loupe.cascade.ScanSettings;
import org.loupe.measure.MeasurementMethod;
import org.loupe.measure.RimPolarity;
import org.loupe.model.ModelBundle;
import org.loupe.model.ModelDescription;
import org.loupe.model.ModelFile;
import org.loupe.model.TrainingData;
import org.loupe.screen.ScreenerModel;
import org.loupe.screen.TinyNetwork;
import org.loupe.trust.SmallTrust;
import org.loupe.trust.TrustBasis;

class CombineCommandTest {

  @TempDir private Path root = Path.of("");
  private Path images = Path.of("");
  private Path strange = Path.of("");
  private Path usual = Path.of("");
  private Path both = Path.of("");
  private Path out = Path.of("");

  @BeforeEach
  void makeFiles() throws IOException {
    images = Files.createDirectories(root.resolve("images"));
    Scene.rings(images.resolve("two.png"), 30, 30, 90, 60);
    Scene.rings(images.resolve("three.png"), 30, 30, 90, 60, 60, 90);
    strange = write("strange.loupe", 0.9, Optional.of(SmallTrust.basis(0.5, 1e-3)));
    usual = write("usual.loupe", 3, Optional.of(SmallTrust.basis(0.5, 1e6)));
    both = root.resolve("both.loupe");
    out = root.resolve("out");
  }

  /** Writes a model whose network gives every candidate the same logit. */
  private Path write(String name, double logit, Optional<TrustBasis> trust) throws IOException {
    return write(name, new TinyNetwork(TinyNetwork.PATCH).bias((float) logit).screener(), trust);
  }

  private Path write(String name, ScreenerModel network, Optional<TrustBasis> trust)
      throws IOException {
    Path file = root.resolve(name);
    ModelFile.write(
        file,
        ModelBundle.trained(
                "ring",
                CascadeXml.read(Scene.cascade(root)),
                ScanSettings.defaults().withScaleFactor(1.15).withMinNeighbors(2),
                Optional.of(network.withSettings(network.settings().withMaxOverlap(0.4))),
                new ModelDescription(
                    "test",
                    "loupe train",
                    1,
                    List.of(new TrainingData("set of " + name, "", "", 5, 50)),
                    Optional.empty(),
                    "# Card of " + name + "\n"))
            .withTrust(trust));
    return file;
  }

  private List<String> members() throws IOException {
    return Tables.column(out.resolve("images.csv"), "model_member");
  }

  @Test
  void eachImageIsJudgedByTheMemberThatKnowsIt() throws IOException {
    Loupe combined = Loupe.run("combine", strange, usual, "--out", both);
    assertThat(combined.exitCode()).as(combined.err()).isZero();
    assertThat(combined.out())
        .contains("both.loupe: 5 training micrographs")
        .contains("usual.loupe: 5 training micrographs");

    Loupe run = Loupe.run("analyze", images, "--model", both, "--out", out);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("Found by usual.loupe: 2");
    assertThat(run.err()).doesNotContain("unlike");
    assertThat(members()).containsExactly("usual.loupe", "usual.loupe");
    assertThat(Tables.column(out.resolve("images.csv"), "out_of_domain")).containsOnly("false");
    JsonNode json = new ObjectMapper().readTree(out.resolve("run.json").toFile());
    assertThat(json.at("/model/name").asText()).isEqualTo("both.loupe");
    assertThat(json.at("/model/members/0/images").asInt()).isZero();
    assertThat(json.at("/model/members/1/name").asText()).isEqualTo("usual.loupe");
    assertThat(json.at("/model/members/1/images").asInt()).isEqualTo(2);
    assertThat(out.resolve("report.html")).content().contains("Its member usual.loupe");

    Path alone = root.resolve("alone");
    Loupe.run("analyze", images, "--model", usual, "--out", alone);
    assertThat(out.resolve("defects.csv")).hasSameTextualContentAs(alone.resolve("defects.csv"));
    assertThat(Tables.column(alone.resolve("images.csv"), "model_member")).containsOnly("");
  }

  @Test
  void theLastMemberCanBeNamed() throws IOException {
    Loupe.run("combine", strange, usual, "--out", both);
    Path third = write("third.loupe", 2, Optional.of(SmallTrust.basis(0.5, 1e-3)));
    Path all = root.resolve("all.loupe");
    Loupe run = Loupe.run("combine", both, third, "--last", "usual.loupe", "--out", all);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(ModelFile.read(all).members().stream().map(ModelBundle::name))
        .containsExactly("all.loupe", "third.loupe", "usual.loupe");
    Loupe wrong = Loupe.run("combine", both, third, "--last", "none.loupe", "--out", all);
    assertThat(wrong.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(wrong.err())
        .contains("there is no none.loupe")
        .contains("[both.loupe, usual.loupe, third.loupe]");
  }

  @Test
  void aRunWithResultsOfTwoMembersSaysSo() throws IOException {
    Path one = write("one.loupe", 0.9, Optional.of(SmallTrust.basis(0.5, 1)));
    Loupe.run("analyze", images, "--model", one, "--out", out);
    List<Double> distances =
        Tables.column(out.resolve("images.csv"), "domain_distance").stream()
            .map(Double::valueOf)
            .toList();
    double near = Math.min(distances.get(0), distances.get(1));
    assertThat(Math.max(distances.get(0), distances.get(1))).isGreaterThan(1.005 * near);
    Path first = write("one.loupe", 0.9, Optional.of(SmallTrust.basis(0.5, near / 0.699)));
    Loupe.run("combine", first, usual, "--out", both);

    Loupe run = Loupe.run("analyze", images, "--model", both, "--overwrite", "--out", out);
    assertThat(run.out()).contains("Found by both.loupe: 1, usual.loupe: 1");
    assertThat(members()).containsExactlyInAnyOrder("both.loupe", "usual.loupe");
    assertThat(members().indexOf("both.loupe")).isEqualTo(distances.indexOf(near));
    assertThat(out.resolve("report.html")).content().contains("Different members of the model");
    JsonNode summary = new ObjectMapper().readTree(out.resolve("summary.json").toFile());
    assertThat(summary.at("/detection_correction").asText()).contains("several members");
  }

  @Test
  void aRunThatIsResumedStillKnowsTheMembers() throws IOException {
    Loupe.run("combine", strange, usual, "--out", both);
    Loupe.run("analyze", images, "--model", both, "--out", out);
    String before = Files.readString(out.resolve("defects.csv"));
    Loupe again = Loupe.run("analyze", images, "--model", both, "--out", out, "--resume");
    assertThat(again.out()).contains("not analyzed again: 2").contains("Found by usual.loupe: 2");
    assertThat(members()).containsExactly("usual.loupe", "usual.loupe");
    assertThat(out.resolve("defects.csv")).hasContent(before);
  }

  @Test
  void anOptionHoldsForAllMembers() throws IOException {
    Loupe.run("combine", strange, usual, "--out", both);
    Loupe higher =
        Loupe.run("analyze", images, "--model", both, "--min-probability", 0.96, "--out", out);
    assertThat(higher.out()).contains("2 of 2 images analyzed, 0 defects");
    Loupe scanned =
        Loupe.run(
            "analyze", images, "--model", both, "--scale-factor", 1.2, "--overwrite", "--out", out);
    assertThat(scanned.exitCode()).as(scanned.err()).isZero();
    assertThat(members()).containsExactly("usual.loupe", "usual.loupe");
    JsonNode run = new ObjectMapper().readTree(out.resolve("run.json").toFile());
    assertThat(run.at("/model/members/1/name").asText()).isEqualTo("usual.loupe");
    assertThat(run.at("/model/members/1/settings/scan/scaleFactor").asDouble()).isEqualTo(1.2);
    // what was validated was another scan
    assertThat(Tables.column(out.resolve("images.csv"), "predicted_f1")).containsOnly("");
    JsonNode summary = new ObjectMapper().readTree(out.resolve("summary.json").toFile());
    assertThat(summary.at("/detection_correction").asText()).contains("none");
  }

  @Test
  void anEvaluationSaysWhoJudgedAndWhatWasExpected() throws IOException {
    Path labeled = root.resolve("labeled");
    Loupe.run("simulate", "--images", 2, "--size", 256, "--loops", 4, "--out", labeled);
    Loupe.run("combine", strange, usual, "--out", both);
    Path judged = root.resolve("judged");
    Loupe known = Loupe.run("evaluate", labeled, "--model", both, "--out", judged);
    assertThat(known.exitCode()).as(known.err()).isZero();
    String notes = notes(judged);
    assertThat(notes)
        .contains("Micrographs by the member of the model that judged them: usual.loupe 2")
        .contains("F1 0.9") // 0.7 and what is promised, as in AnalyzeModelTest
        .contains("on the mean of 2 micrographs")
        .doesNotContain("unlike");
    Loupe.run("evaluate", labeled, "--model", strange, "--out", judged);
    assertThat(notes(judged))
        .contains("2 of 2 micrographs are unlike those that the model was trained on")
        .doesNotContain("expected", "member");
  }

  private static String notes(Path judged) throws IOException {
    return new ObjectMapper()
        .readTree(judged.resolve("evaluation.json").toFile())
        .path("notes")
        .toString();
  }

  @Test
  void theSensitivityIsThatOfTheMemberThatFound() throws IOException {
    Loupe.run("combine", strange, usual, "--out", both);
    Loupe run = Loupe.run("analyze", images, "--model", both, "--sensitivity", "--out", out);
    assertThat(run.exitCode()).as(run.err()).isZero();
    Path alone = root.resolve("alone");
    Loupe.run("analyze", images, "--model", usual, "--sensitivity", "--out", alone);
    assertThat(out.resolve("sensitivity.csv"))
        .hasSameTextualContentAs(alone.resolve("sensitivity.csv"));
  }

  @Test
  void halfWeightsAreRoundedAndHardlyChangeTheAnswers() throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    float[] weights = new float[TinyNetwork.PATCH.samples()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (random.nextDouble() - 0.5) / 40;
    }
    Path seeing =
        write(
            "seeing.loupe",
            new TinyNetwork(TinyNetwork.PATCH).patchWeights(weights).bias(0.5f).screener(),
            Optional.empty());
    assertThat(Loupe.run("combine", strange, seeing, "--half", "--out", both).exitCode()).isZero();
    byte[] rounded = ModelFile.read(both).others().get(0).screener().orElseThrow().onnx();
    byte[] whole = ModelFile.read(seeing).screener().orElseThrow().onnx();
    assertThat(whole.length - rounded.length).isGreaterThan(weights.length); // of 2 bytes each

    Loupe.run("analyze", images, "--model", both, "--min-probability", 0, "--out", out);
    Path alone = root.resolve("alone");
    Loupe.run("analyze", images, "--model", seeing, "--min-probability", 0, "--out", alone);
    List<Double> found = probabilities(out);
    List<Double> expected = probabilities(alone);
    assertThat(found).hasSameSizeAs(expected).hasSizeGreaterThan(3).isNotEqualTo(expected);
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.get(i)).isEqualTo(expected.get(i), within(1e-3));
    }
  }

  private static List<Double> probabilities(Path results) throws IOException {
    return Tables.column(results.resolve("defects.csv"), "screening_probability").stream()
        .map(Double::valueOf)
        .toList();
  }

  @Test
  void theCardTellsOfAllMembersOnce() throws IOException {
    Loupe.run("combine", strange, usual, "--out", both);
    Path last = write("last.loupe", 1, Optional.empty());
    Path three = root.resolve("three.loupe");
    assertThat(Loupe.run("combine", both, last, "--out", three).exitCode()).isZero();
    ModelBundle found = ModelFile.read(three);
    assertThat(found.members())
        .extracting(ModelBundle::name)
        .containsExactly("three.loupe", "usual.loupe", "last.loupe");
    String card = found.description().orElseThrow().card();
    assertThat(card)
        .startsWith("# Card of strange.loupe\n")
        .containsOnlyOnce("## Members")
        .contains("| three.loupe | set of strange.loupe | - | - |")
        .contains("| last.loupe | set of last.loupe | - | - |");
    assertThat(found.others().get(0).description().orElseThrow().card())
        .isEqualTo("# Card of usual.loupe\n");
  }

  @Test
  void theFirstModelIsChangedAndItsCardSaysSo() throws IOException {
    Path faster = root.resolve("faster.loupe");
    Loupe first = Loupe.run("combine", strange, "--stride", 3, "--views", 4, "--out", faster);
    assertThat(first.out()).contains("Model in " + faster);
    ModelBundle before = ModelFile.read(strange);
    ModelBundle once = ModelFile.read(faster);
    assertThat(once.scan()).isEqualTo(before.scan().withStride(3));
    assertThat(once.screener().orElseThrow().settings())
        .isEqualTo(before.screener().orElseThrow().settings().withViews(4));
    assertThat(once.trust()).isEqualTo(before.trust());
    assertThat(once.measurement()).isEqualTo(before.measurement());

    Loupe.run(
        "combine",
        faster,
        usual,
        "--measurement",
        "edge",
        "--box-margin",
        0.1,
        "--rim",
        "either",
        "--out",
        both);
    ModelBundle twice = ModelFile.read(both);
    assertThat(twice.measurement().method()).isEqualTo(MeasurementMethod.OUTER_EDGE);
    assertThat(twice.measurement().boxMargin()).isEqualTo(0.1);
    assertThat(twice.measurement().polarity()).isEqualTo(RimPolarity.EITHER);
    assertThat(twice.members().get(1).measurement()).isEqualTo(before.measurement());
    assertThat(twice.members().get(1).scan()).isEqualTo(before.scan());
    String card = twice.description().orElseThrow().card();
    assertThat(card)
        .startsWith("# Card of strange.loupe")
        .containsOnlyOnce("## Changed after training")
        .containsOnlyOnce("## Members")
        .containsSubsequence(
            "## Changed after training",
            "- stride of the scan, px: 2, now 3",
            "- views of a promising candidate: 1, now 4",
            "- measurement: RIM_FIT, now OUTER_EDGE",
            "- margin of the box that is measured: 0.0, now 0.1",
            "- rim that is measured: DARK, now EITHER",
            "## Members");

    Path again = root.resolve("again.loupe");
    Loupe.run("combine", both, "--stride", 4, "--out", again);
    ModelBundle third = ModelFile.read(again);
    assertThat(third.scan().stride()).isEqualTo(4);
    assertThat(third.members()).hasSize(2);
    assertThat(third.members().get(1).scan()).isEqualTo(before.scan());
    assertThat(third.description().orElseThrow().card())
        .containsOnlyOnce("## Changed after training")
        .containsOnlyOnce("## Members")
        .containsSubsequence("now OUTER_EDGE", "- stride of the scan, px: 3, now 4", "## Members");
  }

  @Test
  void aModelAloneThatIsNotChangedIsRefused() {
    assertThat(Loupe.run("combine", strange, "--stride", 2, "--out", both).err())
        .contains("one MODEL and nothing to change");
    assertThat(Loupe.run("combine", strange, "--views", 3, "--out", both).err())
        .contains("--views", "1, 2, 4 or 8");
    assertThat(both).doesNotExist();
  }

  @Test
  void whatCannotBeCombinedIsSaidAndNothingIsWritten() throws IOException {
    Path blind = write("blind.loupe", 1, Optional.empty());
    Loupe first = Loupe.run("combine", blind, usual, "--out", both);
    assertThat(first.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(first.err()).contains("blind.loupe does not know", "give it last");
    Loupe twice = Loupe.run("combine", strange, usual, usual, "--out", both);
    assertThat(twice.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(twice.err()).contains("two members are called usual.loupe", "other names");
    Loupe same = Loupe.run("combine", strange, usual, "--out", root.resolve("new/usual.loupe"));
    assertThat(same.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(same.err()).contains("a member is called usual.loupe like the new file");
    Loupe one = Loupe.run("combine", strange, "--out", both);
    assertThat(one.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
    Loupe none = Loupe.run("combine", strange, root.resolve("none.loupe"), "--out", both);
    assertThat(none.exitCode()).isEqualTo(ExitCode.NOTHING_DONE);
    assertThat(none.err()).contains("none.loupe", "no such file");
    assertThat(both).doesNotExist();
    assertThat(root.resolve("new")).doesNotExist();
  }
}
