package org.loupe.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.loupe.cascade.CascadeXml;
import org.loupe.cascade.LbpCascade;
import org.loupe.cascade.ScanSettings;
import org.loupe.measure.MeasurementSettings;
import org.loupe.measure.RimPolarity;
import org.loupe.model.FileHash;
import org.loupe.model.ModelBundle;
import org.loupe.model.ModelDescription;
import org.loupe.model.ModelFile;
import org.loupe.screen.ScreenerModel;
import org.loupe.screen.TinyNetwork;
import org.loupe.trust.SmallTrust;

/** {@code analyze} with a model whose network gives every candidate the same probability. */
class AnalyzeModelTest {

  private static final double PROBABILITY = 1 / (1 + Math.exp(-3));

  @TempDir private Path root = Path.of("");
  private Path images = Path.of("");
  private Path model = Path.of("");
  private Path out = Path.of("");

  @BeforeEach
  void makeFiles() throws IOException {
    images = Files.createDirectories(root.resolve("images"));
    Scene.rings(images.resolve("two.png"), 30, 30, 90, 60);
    out = root.resolve("out");
    model = root.resolve("mine.loupe");
    ScreenerModel network = new TinyNetwork(TinyNetwork.PATCH).bias(3).screener();
    write(Optional.of(network.withSettings(network.settings().withMaxOverlap(0.4))));
  }

  private void write(Optional<ScreenerModel> screener) throws IOException {
    LbpCascade cascade = CascadeXml.read(Scene.cascade(root));
    ModelDescription description =
        new ModelDescription("test", "loupe train", 1, List.of(), Optional.empty(), "# Card\n");
    ModelFile.write(
        model,
        ModelBundle.trained(
                "ring",
                cascade,
                ScanSettings.defaults().withScaleFactor(1.15).withMinNeighbors(2),
                screener,
                description)
            .withMeasurement(MeasurementSettings.published().withPolarity(RimPolarity.DARK)));
  }

  private Loupe analyze(Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("analyze", images, "--out", out));
    arguments.addAll(Arrays.asList(more));
    return Loupe.run(arguments.toArray());
  }

  private List<NamedCsvRecord> defects() throws IOException {
    try (CsvReader<NamedCsvRecord> reader =
        CsvReader.builder().ofNamedCsvRecord(out.resolve("defects.csv"))) {
      return reader.stream().toList();
    }
  }

  private JsonNode run() throws IOException {
    return new ObjectMapper().readTree(out.resolve("run.json").toFile());
  }

  private NamedCsvRecord image() throws IOException {
    try (CsvReader<NamedCsvRecord> reader =
        CsvReader.builder().ofNamedCsvRecord(out.resolve("images.csv"))) {
      return reader.stream().findFirst().orElseThrow();
    }
  }

  @Test
  void warnsOfImagesUnlikeTheTraining() throws IOException {
    ModelFile.write(
        model, ModelFile.read(model).withTrust(Optional.of(SmallTrust.basis(0.5, 1e-3))));
    Loupe run = analyze("--model", model);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err())
        .contains("1 of 1 images is unlike those that the model was trained on")
        .contains("brighter than what is around them, give --bright")
        .contains("The first: two.png: ");
    assertThat(image().getField("out_of_domain")).isEqualTo("true");
    assertThat(image().getField("predicted_f1")).isEmpty();
    assertThat(out.resolve("report.html")).content().contains("1 image is unlike those");
  }

  @Test
  void predictsF1OnlyForTheThresholdThatItWasLearnedWith() throws IOException {
    ModelFile.write(
        model, ModelFile.read(model).withTrust(Optional.of(SmallTrust.basis(0.5, 1e6))));
    Loupe run = analyze("--model", model);
    assertThat(run.err()).doesNotContain("unlike");
    assertThat(run.out()).contains("F1 to be expected: 0.9");
    assertThat(image().getField("out_of_domain")).isEqualTo("false");
    // every candidate is a detection, of which a share p is promised to be right
    double promised = 2 * PROBABILITY / (1 + PROBABILITY);
    assertThat(Double.parseDouble(image().getField("predicted_f1")))
        .isEqualTo(0.7 + promised - 0.72, within(1e-5)); // the network counts in floats
    assertThat(image().getField("predicted_f1_error")).isEqualTo("0.05");

    Loupe higher = analyze("--model", model, "--min-probability", "0.6", "--overwrite");
    assertThat(higher.out()).doesNotContain("F1 to be expected");
    assertThat(image().getField("out_of_domain")).isEqualTo("false");
    assertThat(image().getField("predicted_f1")).isEmpty();
  }

  @Test
  void theModelScreensWithItsOwnSettingsAndItsClass() throws IOException {
    Loupe run = analyze("--model", model);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(defects()).hasSize(2);
    for (NamedCsvRecord defect : defects()) {
      assertThat(defect.getField("class")).isEqualTo("ring");
      assertThat(Double.parseDouble(defect.getField("screening_probability")))
          .isEqualTo(PROBABILITY, within(1e-5)); // as many digits as the table has
    }
    JsonNode json = run();
    assertThat(json.at("/model/name").asText()).isEqualTo("mine.loupe");
    assertThat(json.at("/model/sha256").asText()).isEqualTo(FileHash.sha256(model));
    assertThat(json.at("/settings/scan/scaleFactor").asDouble()).isEqualTo(1.15);
    assertThat(json.at("/settings/scan/minNeighbors").asInt()).isEqualTo(2);
    assertThat(json.at("/settings/screening/minProbability").asDouble()).isEqualTo(0.5);
    assertThat(json.at("/settings/screening/patch/sizePx").asInt()).isEqualTo(16);
    assertThat(json.at("/settings/measurement/method").asText()).isEqualTo("FLOOD_LI_2018");
  }

  @Test
  void brightDefectsAreFoundAndMeasuredAsDarkOnes() throws IOException {
    Path dark = images.resolve("two.png");
    analyze("--model", model);
    byte[] expected = Files.readAllBytes(out.resolve("defects.csv"));
    BufferedImage overlay = ImageIO.read(out.resolve("overlays/two.png").toFile());

    BufferedImage bright = ImageIO.read(dark.toFile());
    for (int y = 0; y < bright.getHeight(); y++) {
      for (int x = 0; x < bright.getWidth(); x++) {
        int gray = 255 - bright.getRaster().getSample(x, y, 0);
        bright.getRaster().setSample(x, y, 0, gray);
      }
    }
    ImageIO.write(bright, "png", dark.toFile());
    Loupe run = analyze("--model", model, "--bright", "--overwrite");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(out.resolve("defects.csv")).hasBinaryContent(expected);
    assertThat(run().at("/arguments").toString()).contains("--bright");
    BufferedImage shown = ImageIO.read(out.resolve("overlays/two.png").toFile());
    // a corner without marks: as it is in the file
    assertThat(shown.getRGB(1, 1) & 0xFF).isEqualTo(255 - (overlay.getRGB(1, 1) & 0xFF));

    analyze("--model", model, "--overwrite");
    assertThat(Files.readAllBytes(out.resolve("defects.csv"))).isNotEqualTo(expected);
  }

  @Test
  void optionsOverrideTheModel() throws IOException {
    analyze(
        "--model",
        model,
        "--scale-factor",
        "1.2",
        "--class",
        "loop",
        "--measurement",
        "rim-fit",
        "--rim",
        "bright",
        "--box-margin",
        "0.2",
        "--min-probability",
        "0.25");
    JsonNode settings = run().at("/settings");
    assertThat(settings.at("/scan/scaleFactor").asDouble()).isEqualTo(1.2);
    assertThat(settings.at("/scan/minNeighbors").asInt()).isEqualTo(2); // still the model's
    assertThat(settings.at("/screening/minProbability").asDouble()).isEqualTo(0.25);
    assertThat(settings.at("/measurement/method").asText()).isEqualTo("RIM_FIT");
    assertThat(settings.at("/measurement/polarity").asText()).isEqualTo("BRIGHT");
    assertThat(settings.at("/measurement/boxMargin").asDouble()).isEqualTo(0.2);
    assertThat(run().at("/model/class").asText()).isEqualTo("loop");
  }

  @Test
  void aProbabilityAboveTheNetworksDropsAll() throws IOException {
    assertThat(analyze("--model", model, "--min-probability", "0.96").exitCode()).isZero();
    assertThat(defects()).isEmpty();
  }

  @Test
  void aModelWithoutANetworkDetectsUnscreened() throws IOException {
    write(Optional.empty());
    assertThat(analyze("--model", model).exitCode()).isZero();
    assertThat(defects())
        .hasSize(2)
        .allMatch(defect -> defect.getField("screening_probability").isEmpty());
    assertThat(run().at("/settings/screening").isNull()).isTrue();
    Loupe wrong = analyze("--model", model, "--min-probability", "0.5");
    assertThat(wrong.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(wrong.err()).contains("--min-probability 0.5", "mine.loupe does not");
  }

  @Test
  void aModelAndACascadeAtOnceAreWrongUsage() {
    Loupe run = analyze("--model", model, "--cascade", root.resolve("cascade.xml"));
    assertThat(run.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(run.err()).contains("--model", "--cascade", "mutually exclusive");
    assertThat(out).doesNotExist();
  }

  @Test
  void aProbabilityForACascadeOrOutOfRangeIsWrongUsage() {
    Loupe cascade = analyze("--cascade", root.resolve("cascade.xml"), "--min-probability", "0.3");
    assertThat(cascade.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(cascade.err()).contains("--min-probability 0.3 needs a model that screens");
    Loupe range = analyze("--model", model, "--min-probability", "1.5");
    assertThat(range.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(range.err()).contains("--min-probability", "0 to 1, was 1.5");
    assertThat(out).doesNotExist();
  }

  @Test
  void aBadModelIsOneLineAndNothingIsWritten() throws IOException {
    byte[] whole = Files.readAllBytes(model);
    Files.write(model, Arrays.copyOf(whole, whole.length / 2));
    Loupe cut = analyze("--model", model);
    assertThat(cut.exitCode()).isEqualTo(ExitCode.NOTHING_DONE);
    assertThat(cut.err().strip().lines()).hasSize(1);
    assertThat(cut.err()).contains("mine.loupe", "get it again");
    Loupe xml = analyze("--model", root.resolve("cascade.xml"));
    assertThat(xml.err()).contains("cascade.xml", "not a model file", "--cascade");
    Loupe none = analyze("--model", root.resolve("none.loupe"));
    assertThat(none.exitCode()).isEqualTo(ExitCode.NOTHING_DONE);
    assertThat(none.err()).contains("no such file", "none.loupe");
    assertThat(out).doesNotExist();
  }

  @Test
  void threadsDoNotChangeTheTables() throws IOException {
    for (int i = 0; i < 5; i++) {
      Scene.rings(images.resolve("image" + i + ".png"), 30 + 5 * i, 30, 90, 60 - 3 * i);
    }
    analyze("--model", model, "--threads", 1);
    String one = Files.readString(out.resolve("defects.csv"));
    Loupe again = analyze("--model", model, "--threads", 4, "--overwrite");
    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(Files.readString(out.resolve("defects.csv"))).isEqualTo(one);
    assertThat(one.lines().count()).isGreaterThan(10);
  }
}
