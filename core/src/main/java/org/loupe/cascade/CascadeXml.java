package org.loupe.cascade;

import java.io.BufferedInputStream;
import java.io.BufferedWriter;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads and writes the XML form of LBP cascades that OpenCV (since 2.4) and MATLAB share.
 *
 * <p>A stump is {@code 0 -1 feature} and the eight words of its set of codes; a feature is {@code x
 * y cellWidth cellHeight} of the top-left cell. What is written loads in OpenCV 4.x, finds the same
 * windows there, and reads back equal. Old-format, Haar and HOG cascades and deeper trees are
 * recognized and refused.
 */
public final class CascadeXml {

  /** Ten times the size of the largest cascades that we know of. */
  private static final long MAX_BYTES = 64L << 20;

  private static final int CODES = 256;

  private CascadeXml() {}

  /**
   * Reads a cascade.
   *
   * @throws CascadeFormatException if the file is not an LBP cascade of stumps
   * @throws IOException if it cannot be read at all
   */
  public static LbpCascade read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, file.toString());
    }
  }

  /**
   * Reads a cascade from a stream, which stays open.
   *
   * @param nameForMessages what exceptions call the stream
   * @throws CascadeFormatException if the stream does not hold an LBP cascade of stumps
   */
  public static LbpCascade read(InputStream in, String nameForMessages) throws IOException {
    InputStream bounded = new BoundedStream(new BufferedInputStream(in), nameForMessages);
    XmlElement root = XmlElement.read(bounded, nameForMessages);
    if (!root.name().equals("opencv_storage")) {
      throw root.error("not an OpenCV file; its first element must be <opencv_storage>");
    }
    XmlElement cascade =
        root.children().stream().findFirst().orElseThrow(() -> root.error("holds nothing"));
    return cascade(cascade);
  }

  /** Fails with a typed exception where the file grows too long, so that memory is bounded. */
  private static final class BoundedStream extends FilterInputStream {
    private final String name;
    private long left = MAX_BYTES;

    BoundedStream(InputStream in, String name) {
      super(in);
      this.name = name;
    }

    @Override
    public int read() throws IOException {
      int value = super.read();
      count(value < 0 ? 0 : 1);
      return value;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = super.read(bytes, offset, length);
      count(Math.max(0, count));
      return count;
    }

    @Override
    public void close() {
      // The stream is the caller's.
    }

    private void count(int bytes) throws CascadeFormatException {
      left -= bytes;
      if (left < 0) {
        throw new CascadeFormatException(
            name, "byte " + MAX_BYTES, "too long for a cascade; is this the right file?");
      }
    }
  }

  private static LbpCascade cascade(XmlElement cascade) throws CascadeFormatException {
    checkKind(cascade);
    int height = windowSide(cascade.child("height"));
    int width = windowSide(cascade.child("width"));
    checkCategories(cascade);
    List<LbpFeature> features = features(cascade.child("features"), width, height);
    List<Stage> stages = stages(cascade, features.size());
    return new LbpCascade(width, height, training(cascade), features, stages);
  }

  private static void checkKind(XmlElement cascade) throws CascadeFormatException {
    String typeId = cascade.typeId().orElse("");
    if (typeId.equals("opencv-haar-classifier")) {
      throw cascade.error(
          "an old-format Haar cascade is not supported; LBP cascades of the new format are"
              + " (opencv_traincascade -featureType LBP)");
    }
    if (cascade.find("featureType").isEmpty() || cascade.find("stages").isEmpty()) {
      throw cascade.error(
          "not a cascade of the new format: <featureType> or <stages> is missing; LBP cascades of"
              + " opencv_traincascade or MATLAB's trainCascadeObjectDetector are supported");
    }
    XmlElement featureType = cascade.child("featureType");
    if (!featureType.word().equals("LBP")) {
      throw featureType.error(
          "features of type \""
              + featureType.word()
              + "\" are not supported; LBP is (opencv_traincascade -featureType LBP)");
    }
    XmlElement stageType = cascade.child("stageType");
    if (!stageType.word().equals("BOOST")) {
      throw stageType.error(
          "stages of type \"" + stageType.word() + "\" are not supported; BOOST is");
    }
  }

  private static int windowSide(XmlElement element) throws CascadeFormatException {
    int side = element.integer();
    if (side < 3 || side > LbpCascade.MAX_WINDOW) {
      throw element.error("the window's side must be 3 to 1024 pixels, is " + side);
    }
    return side;
  }

  private static void checkCategories(XmlElement cascade) throws CascadeFormatException {
    XmlElement count = cascade.child("featureParams").child("maxCatCount");
    if (count.integer() != CODES) {
      throw count.error("LBP has 256 codes, this says " + count.integer());
    }
  }

  private static BoostParameters training(XmlElement cascade) throws CascadeFormatException {
    BoostParameters standard = BoostParameters.defaults();
    var found = cascade.find("stageParams");
    if (found.isEmpty()) {
      return standard;
    }
    XmlElement params = found.get();
    var boostType = params.find("boostType");
    try {
      return new BoostParameters(
          boostType.isPresent() ? boostType.get().word() : standard.boostType(),
          number(params, "minHitRate", standard.minHitRate()),
          number(params, "maxFalseAlarm", standard.maxFalseAlarm()),
          number(params, "weightTrimRate", standard.weightTrimRate()),
          (int) number(params, "maxDepth", standard.maxDepth()),
          (int) number(params, "maxWeakCount", standard.maxWeakCount()));
    } catch (IllegalArgumentException e) {
      throw params.error(String.valueOf(e.getMessage()));
    }
  }

  private static double number(XmlElement parent, String name, double otherwise)
      throws CascadeFormatException {
    var found = parent.find(name);
    return found.isPresent() ? found.get().number() : otherwise;
  }

  private static List<LbpFeature> features(XmlElement parent, int width, int height)
      throws CascadeFormatException {
    List<LbpFeature> features = new ArrayList<>();
    for (XmlElement element : parent.children()) {
      XmlElement rect = element.child("rect");
      String[] words = rect.words(4);
      LbpFeature feature;
      try {
        feature =
            new LbpFeature(
                rect.integer(words[0]),
                rect.integer(words[1]),
                rect.integer(words[2]),
                rect.integer(words[3]));
      } catch (IllegalArgumentException e) {
        throw rect.error(String.valueOf(e.getMessage()));
      }
      if (!feature.fits(width, height)) {
        throw rect.error(
            String.format(
                Locale.ROOT,
                "feature %d: 3 x 3 cells of %d x %d pixels at %d, %d leave the window of %d x %d",
                features.size(),
                feature.cellWidth(),
                feature.cellHeight(),
                feature.x(),
                feature.y(),
                width,
                height));
      }
      features.add(feature);
    }
    return features;
  }

  private static List<Stage> stages(XmlElement cascade, int featureCount)
      throws CascadeFormatException {
    XmlElement parent = cascade.child("stages");
    List<Stage> stages = new ArrayList<>();
    for (XmlElement element : parent.children()) {
      stages.add(stage(element, featureCount));
    }
    if (stages.isEmpty()) {
      throw parent.error("a cascade needs at least one stage, has none");
    }
    var announced = cascade.find("stageNum");
    if (announced.isPresent() && announced.get().integer() != stages.size()) {
      throw announced
          .get()
          .error(
              "says "
                  + announced.get().integer()
                  + " stages, the file has "
                  + stages.size()
                  + "; it may be cut or edited");
    }
    return stages;
  }

  private static Stage stage(XmlElement element, int featureCount) throws CascadeFormatException {
    XmlElement threshold = element.child("stageThreshold");
    XmlElement classifiers = element.child("weakClassifiers");
    List<Stump> stumps = new ArrayList<>();
    for (XmlElement classifier : classifiers.children()) {
      stumps.add(stump(classifier, featureCount));
    }
    if (stumps.isEmpty()) {
      throw classifiers.error("a stage needs at least one weak classifier, has none");
    }
    XmlElement announced = element.child("maxWeakCount");
    if (announced.integer() != stumps.size()) {
      throw announced.error(
          "says "
              + announced.integer()
              + " weak classifiers, the stage has "
              + stumps.size()
              + "; the file may be cut or edited");
    }
    return new Stage(toFloat(threshold, threshold.words(1)[0]), stumps);
  }

  private static Stump stump(XmlElement classifier, int featureCount)
      throws CascadeFormatException {
    XmlElement nodes = classifier.child("internalNodes");
    String[] words = nodes.words();
    if (words.length > 3 + CodeSet.WORDS && words.length % (3 + CodeSet.WORDS) == 0) {
      throw nodes.error(
          "weak classifiers deeper than one node are not supported; stumps are"
              + " (opencv_traincascade -maxDepth 1)");
    }
    words = nodes.words(3 + CodeSet.WORDS);
    if (nodes.integer(words[0]) != 0 || nodes.integer(words[1]) != -1) {
      throw nodes.error(
          "must begin with 0 -1, the two leaves of a stump, begins with "
              + words[0]
              + " "
              + words[1]);
    }
    int feature = nodes.integer(words[2]);
    if (feature < 0 || feature >= featureCount) {
      throw nodes.error("uses feature " + feature + ", the file has " + featureCount);
    }
    int[] codes = new int[CodeSet.WORDS];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = nodes.integer(words[3 + i]);
    }
    XmlElement leaves = classifier.child("leafValues");
    String[] values = leaves.words(2);
    return new Stump(
        feature, CodeSet.ofWords(codes), toFloat(leaves, values[0]), toFloat(leaves, values[1]));
  }

  private static float toFloat(XmlElement element, String word) throws CascadeFormatException {
    // By way of double, as OpenCV reads it.
    float value = (float) element.number(word);
    if (!Float.isFinite(value)) {
      throw element.error(word + " is too large for a 32-bit float");
    }
    return value;
  }

  /** Writes a cascade in UTF-8 to a stream, which stays open. */
  public static void write(LbpCascade cascade, OutputStream out) throws IOException {
    Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    BoostParameters training = cascade.training();
    writer.write("<?xml version=\"1.0\"?>\n<opencv_storage>\n");
    writer.write("<cascade type_id=\"opencv-cascade-classifier\">\n");
    line(writer, "  <stageType>%s</stageType>", "BOOST");
    line(writer, "  <featureType>%s</featureType>", "LBP");
    line(writer, "  <height>%d</height>", cascade.windowHeight());
    line(writer, "  <width>%d</width>", cascade.windowWidth());
    line(writer, "  <stageParams>");
    line(writer, "    <boostType>%s</boostType>", training.boostType());
    line(writer, "    <minHitRate>%s</minHitRate>", training.minHitRate());
    line(writer, "    <maxFalseAlarm>%s</maxFalseAlarm>", training.maxFalseAlarm());
    line(writer, "    <weightTrimRate>%s</weightTrimRate>", training.weightTrimRate());
    line(writer, "    <maxDepth>%d</maxDepth>", training.maxDepth());
    line(writer, "    <maxWeakCount>%d</maxWeakCount></stageParams>", training.maxWeakCount());
    line(writer, "  <featureParams>");
    line(writer, "    <maxCatCount>%d</maxCatCount>", CODES);
    line(writer, "    <featSize>1</featSize></featureParams>");
    line(writer, "  <stageNum>%d</stageNum>", cascade.stages().size());
    line(writer, "  <stages>");
    for (int i = 0; i < cascade.stages().size(); i++) {
      line(writer, "    <!-- stage %d -->", i);
      write(cascade.stages().get(i), writer);
    }
    line(writer, "  </stages>");
    line(writer, "  <features>");
    for (LbpFeature f : cascade.features()) {
      line(
          writer,
          "    <_><rect>%d %d %d %d</rect></_>",
          f.x(),
          f.y(),
          f.cellWidth(),
          f.cellHeight());
    }
    line(writer, "  </features></cascade>");
    line(writer, "</opencv_storage>");
    writer.flush();
  }

  private static void write(Stage stage, Writer writer) throws IOException {
    line(writer, "    <_>");
    line(writer, "      <maxWeakCount>%d</maxWeakCount>", stage.stumps().size());
    line(writer, "      <stageThreshold>%s</stageThreshold>", exact(stage.threshold()));
    line(writer, "      <weakClassifiers>");
    for (Stump stump : stage.stumps()) {
      StringBuilder words = new StringBuilder();
      for (int i = 0; i < CodeSet.WORDS; i++) {
        words.append(' ').append(stump.leftCodes().word(i));
      }
      line(writer, "        <_>");
      line(writer, "          <internalNodes>0 -1 %d%s</internalNodes>", stump.feature(), words);
      line(
          writer,
          "          <leafValues>%s %s</leafValues></_>",
          exact(stump.leftLeaf()),
          exact(stump.rightLeaf()));
    }
    line(writer, "      </weakClassifiers></_>");
  }

  /** Returns digits that any reader, by way of float or double, reads as this very value. */
  private static String exact(float value) {
    return Double.toString(value);
  }

  private static void line(Writer writer, String format, Object... values) throws IOException {
    writer.write(String.format(Locale.ROOT, format, values));
    writer.write('\n');
  }
}
