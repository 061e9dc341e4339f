package org.loupe.cascade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.loupe.SharedData;

class CascadeXmlTest {

  private static final LbpCascade CASCADE = SyntheticCascade.random(1, 24, 20, 2, 3);

  private static String written(LbpCascade cascade) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      CascadeXml.write(cascade, out);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static LbpCascade read(String xml) throws IOException {
    byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
    return CascadeXml.read(new ByteArrayInputStream(bytes), "test.xml");
  }

  @Test
  void readsBackWhatItWrote() throws IOException {
    assertThat(read(written(CASCADE))).isEqualTo(CASCADE);
  }

  @Test
  void keepsHowTheCascadeWasTrained() throws IOException {
    BoostParameters training = new BoostParameters("RAB", 0.997, 0.3, 0.9, 1, 77);
    LbpCascade cascade = new LbpCascade(24, 20, training, CASCADE.features(), CASCADE.stages());
    assertThat(read(written(cascade)).training()).isEqualTo(training);
  }

  @Test
  void keepsTheSmallestAndLargestLeaves() throws IOException {
    Stump stump = new Stump(0, CodeSet.ofWords(new int[8]), Float.MIN_VALUE, -Float.MAX_VALUE);
    Stage stage = new Stage(-1e-30f, java.util.List.of(stump));
    LbpCascade cascade =
        new LbpCascade(
            24, 20, BoostParameters.defaults(), CASCADE.features(), java.util.List.of(stage));
    assertThat(read(written(cascade))).isEqualTo(cascade);
  }

  @ParameterizedTest
  @ValueSource(strings = {"loops_40_stages_a.xml", "loops_40_stages_b.xml", "loops_44_stages.xml"})
  void readsAndRewritesCascadesOfMatlab(String name) throws IOException {
    Path file = SharedData.require("cascades/" + name);
    LbpCascade cascade = CascadeXml.read(file);
    assertThat(cascade.windowWidth()).isEqualTo(32);
    assertThat(cascade.training().maxFalseAlarm()).isEqualTo(0.30000001192092896);
    assertThat(read(written(cascade))).isEqualTo(cascade);
  }

  /** Each case: a part of a good file, what replaces it, and what the message must tell. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "<height>20</height> | <height>20 21</height> | line 6, <height>: needs 1 values, has 2",
        "<height>20</height> | <height>2</height> | must be 3 to 1024 pixels, is 2",
        "<height>20</height> | <height>99999999999</height> | not a 32-bit integer",
        "<height>20</height> | <depth>20</depth> | has no <height>",
        "<width>24</width> | <width>5</width> | leave the window of 5 x 20",
        "LBP | HAAR | not supported; LBP is",
        "LBP | HOG | not supported; LBP is",
        "BOOST | FOREST | not supported; BOOST is",
        "opencv-cascade-classifier | opencv-haar-classifier | old-format Haar cascade is not",
        "opencv_storage> | storage> | first element must be <opencv_storage>",
        "<maxCatCount>256 | <maxCatCount>0 | LBP has 256 codes",
        "<stageNum>2 | <stageNum>3 | says 3 stages, the file has 2",
        "<maxWeakCount>3 | <maxWeakCount>4 | says 4 weak classifiers, the stage has 3",
        "<internalNodes>0 -1 | <internalNodes>0 -1 60000 0 | needs 11 values",
        "<internalNodes>0 -1 | <internalNodes>1 0 | must begin with 0 -1",
        "<leafValues>- | <leafValues>NaN - | needs 2 values",
        "<minHitRate>0.995 | <minHitRate>7 | minHitRate must be in [0, 1], was 7.0",
        "<?xml version=\"1.0\"?> | <!DOCTYPE x []> | refused",
        "<?xml version=\"1.0\"?> | <!DOCTYPE x SYSTEM 'file:///etc/passwd'> | refused",
        "<height>20 | <height>&lol; | test.xml, line",
        "</features></cascade> | </features> | not well-formed XML, or cut off",
      })
  void namesPlaceAndTroubleOf(String part, String replacement, String message) {
    String good = written(CASCADE);
    assertThat(good).contains(part);
    String bad = good.replace(part, replacement);
    assertThatThrownBy(() -> read(bad))
        .isInstanceOf(CascadeFormatException.class)
        .hasMessageContaining("test.xml, line ")
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "Infinity", "1e99", "0x", "one"})
  void refusesALeafThatIsNoFiniteFloat(String leaf) {
    String bad = written(CASCADE).replaceFirst("<leafValues>[^ ]+ ", "<leafValues>" + leaf + " ");
    assertThatThrownBy(() -> read(bad))
        .isInstanceOf(CascadeFormatException.class)
        .hasMessageContaining("<leafValues>")
        .hasMessageContaining(leaf);
  }

  @ParameterizedTest
  @ValueSource(ints = {60, -1})
  void refusesAFeatureIndexOutOfRange(int index) {
    String bad = written(CASCADE).replaceFirst("0 -1 \\d+", "0 -1 " + index);
    assertThatThrownBy(() -> read(bad))
        .isInstanceOf(CascadeFormatException.class)
        .hasMessageContaining("uses feature " + index + ", the file has 60");
  }

  @Test
  void refusesDeeperTrees() {
    String bad =
        written(CASCADE)
            .replaceFirst("<internalNodes>([^<]*)<", "<internalNodes>$1 0 -2 1 1 2 3 4 5 6 7 8<");
    assertThatThrownBy(() -> read(bad)).hasMessageContaining("deeper than one node");
  }

  @Test
  void refusesACascadeWithoutStages() {
    String bad = written(CASCADE).replaceFirst("(?s)<stages>.*</stages>", "<stages></stages>");
    assertThatThrownBy(() -> read(bad)).hasMessageContaining("at least one stage, has none");
  }

  @Test
  void refusesEntitiesThatGrow() {
    String bomb =
        """
        <?xml version="1.0"?>
        <!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
        <opencv_storage><cascade>&b;</cascade></opencv_storage>
        """;
    assertThatThrownBy(() -> read(bomb))
        .isInstanceOf(CascadeFormatException.class)
        .hasMessageContaining("refused");
  }

  @Test
  void refusesElementsThatAreTooDeep() {
    String deep = "<opencv_storage>" + "<a>".repeat(100_000);
    assertThatThrownBy(() -> read(deep))
        .isInstanceOf(CascadeFormatException.class)
        .hasMessageContaining("too many or too deep");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\0\0\0\0", "not XML", "<", "<opencv_storage/>", "\u00ff\u00fe"})
  void refusesWhatIsNoCascadeAtAll(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(CascadeFormatException.class);
  }

  @Test
  void refusesAFileCutAnywhere() {
    String good = written(CASCADE).stripTrailing();
    IntStream.iterate(0, cut -> cut < good.length(), cut -> cut + 37)
        .forEach(
            cut ->
                assertThatThrownBy(() -> read(good.substring(0, cut)))
                    .as("cut at %d", cut)
                    .isInstanceOf(CascadeFormatException.class));
  }
}
