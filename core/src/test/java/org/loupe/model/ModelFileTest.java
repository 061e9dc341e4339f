package org.loupe.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.loupe.cascade.CandidateGrouping;
import org.loupe.cascade.ScanSettings;
import org.loupe.cascade.SyntheticCascade;
import org.loupe.measure.MeasurementSettings;
import org.loupe.measure.RimPolarity;
import org.loupe.screen.PatchSettings;
import org.loupe.screen.ScreenerModel;
import org.loupe.screen.ScreeningSettings;
import org.loupe.screen.TinyNetwork;
import org.loupe.trust.SmallTrust;

class ModelFileTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path NAME = Path.of("folder", "test.loupe");

  @TempDir private Path folder = Path.of("");

  private static ModelDescription description() {
    OperatingPoint low =
        new OperatingPoint(0.1, MatchFigures.of(0.97, 0.7), MatchFigures.of(0.9, 0.65));
    OperatingPoint high =
        new OperatingPoint(0.62, MatchFigures.of(0.92, 0.93), MatchFigures.of(0.84, 0.85));
    return new ModelDescription(
        "0.1.0",
        "loupe train labeled --out test.loupe --seed 7",
        7,
        List.of(new TrainingData("Loops in \u00b5m", "10.1000/182", "MIT", 165, 8320)),
        Optional.of(
            new ModelValidation(
                "3 folds by series",
                165,
                8320,
                high,
                List.of(low, high),
                0.013,
                List.of(new SizeClassRecall(0, 24, 311, 0.81, 0.66)))),
        "# Test model\n\nFor tests; \u00e5ngstr\u00f6m.\n");
  }

  private static ModelBundle model() {
    ScreenerModel screener =
        new ScreenerModel(
            new TinyNetwork(TinyNetwork.PATCH).bias(1).onnx(),
            new ScreeningSettings(TinyNetwork.PATCH, 2, 4, 1.25, -0.5, 0.62, 0.45));
    return ModelBundle.trained(
            "loop",
            SyntheticCascade.random(1, 24, 20, 2, 3),
            ScanSettings.defaults()
                .withMinDefectSizePx(16)
                .withGrouping(CandidateGrouping.PEAKS)
                .withScaleFactor(1.07),
            Optional.of(screener),
            description())
        .withMeasurement(
            MeasurementSettings.published().withPolarity(RimPolarity.BRIGHT).withBoxMargin(0.1))
        .withTrust(Optional.of(SmallTrust.basis(0.62, 1.7)));
  }

  private static ModelBundle withoutScreener() {
    ModelBundle model = model();
    return ModelBundle.trained(
        model.defectClass(), model.cascade(), model.scan(), Optional.empty(), description());
  }

  private static ModelBundle read(byte[] content) throws IOException {
    return ModelFile.read(content, NAME);
  }

  private static void assertRefused(byte[] content, String... messages) {
    assertThatThrownBy(() -> read(content))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith(NAME.toString())
        .hasMessageContainingAll(messages);
  }

  /** Returns the entries of the good model, to be spoiled. */
  private static Map<String, byte[]> entries() throws IOException {
    return new LinkedHashMap<>(ModelZip.read(ModelFile.bytes(model()), "good", ModelZip.MAX_BYTES));
  }

  private static byte[] content(Map<String, byte[]> entries, String name) {
    byte[] content = entries.get(name);
    assertThat(content).as(name).isNotNull();
    return content == null ? new byte[0] : content;
  }

  private static ObjectNode json() throws IOException {
    return (ObjectNode) JSON.readTree(content(entries(), "model.json"));
  }

  private static byte[] withJson(JsonNode json) throws IOException {
    Map<String, byte[]> entries = entries();
    entries.put("model.json", JSON.writeValueAsBytes(json));
    return ModelZip.write(entries);
  }

  /** Returns a model file with another content of an entry, whose hash is right. */
  private static byte[] withEntry(String name, byte[] content) throws IOException {
    ObjectNode json = json();
    for (JsonNode hash : json.withArray("entries")) {
      if (hash.get("name").asText().equals(name)) {
        ((ObjectNode) hash).put("sha256", FileHash.sha256(content));
      }
    }
    Map<String, byte[]> entries = entries();
    entries.put("model.json", JSON.writeValueAsBytes(json));
    entries.put(name, content);
    return ModelZip.write(entries);
  }

  /** As other programs write zips: deflated, with a data descriptor. */
  private static byte[] deflated(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] replaced(byte[] content, String from, String to) {
    String text = new String(content, StandardCharsets.ISO_8859_1);
    assertThat(text).contains(from);
    assertThat(to).hasSameSizeAs(from);
    return text.replace(from, to).getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void assertSame(ModelBundle found, ModelBundle model) throws IOException {
    assertThat(found.cascade()).isEqualTo(model.cascade());
    assertThat(found.scan()).isEqualTo(model.scan());
    assertThat(found.measurement()).isEqualTo(model.measurement());
    assertThat(found.defectClass()).isEqualTo(model.defectClass());
    assertThat(found.description()).isEqualTo(model.description());
    assertThat(found.trust()).isEqualTo(model.trust());
    assertThat(found.screener().map(ScreenerModel::settings))
        .isEqualTo(model.screener().map(ScreenerModel::settings));
    assertThat(ModelFile.bytes(found)).isEqualTo(ModelFile.bytes(model)); // the network as well
  }

  @Test
  void readsBackWhatItWrote() throws IOException {
    Path file = folder.resolve("mine.loupe");
    ModelBundle written = ModelFile.write(file, model());
    ModelBundle found = ModelFile.read(file);
    assertSame(found, model());
    assertSame(written, model());
    assertThat(found.name()).isEqualTo("mine.loupe");
    assertThat(found.sha256()).isEqualTo(FileHash.sha256(file)).isEqualTo(written.sha256());
    assertThat(folder).isDirectoryContaining(path -> path.equals(file));
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(1); // nothing temporary is left
    }
  }

  @Test
  void readsBackTheLeastProbabilityForWhatIsUnlikeAll() throws IOException {
    ScreenerModel network = model().screener().orElseThrow();
    ModelBundle model =
        model()
            .withScreener(new ScreenerModel(network.onnx(), network.settings(), Optional.of(0.25)));
    ModelBundle found = read(ModelFile.bytes(model));
    assertSame(found, model);
    assertThat(found.screener().orElseThrow().minProbabilityUnlike()).contains(0.25);
    assertThat(found.withMinProbability(p -> 0.5).screener().orElseThrow().minProbabilityUnlike())
        .contains(0.5);
    ObjectNode json = json();
    json.put("minProbabilityUnlike", 1.5);
    assertRefused(withJson(json), "minProbabilityUnlike", "0 to 1");
  }

  @Test
  void readsBackAModelWithoutNetworkAndWithoutValidation() throws IOException {
    assertSame(read(ModelFile.bytes(withoutScreener())), withoutScreener());
    ModelDescription bare =
        new ModelDescription("", "", Long.MIN_VALUE, List.of(), Optional.empty(), "");
    ModelBundle model = withoutScreener().withDescription(bare);
    assertSame(read(ModelFile.bytes(model)), model);
  }

  @Test
  void replacesAnOldFileAndIsReadableByOthersOfTheGroup() throws IOException {
    Path file = Files.writeString(folder.resolve("m.loupe"), "old");
    ModelFile.write(file, withoutScreener());
    assertSame(ModelFile.read(file), withoutScreener());
    Path plain = Files.createFile(folder.resolve("plain"));
    if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
      assertThat(Files.getPosixFilePermissions(file))
          .isEqualTo(Files.getPosixFilePermissions(plain));
    }
  }

  @Test
  void theSameModelGivesTheSameBytes() throws IOException {
    byte[] first = ModelFile.bytes(model());
    java.util.TimeZone before = java.util.TimeZone.getDefault();
    java.util.Locale locale = java.util.Locale.getDefault();
    try {
      java.util.TimeZone.setDefault(java.util.TimeZone.getTimeZone("Pacific/Kiritimati"));
      java.util.Locale.setDefault(java.util.Locale.GERMANY);
      assertThat(ModelFile.bytes(model())).isEqualTo(first);
    } finally {
      java.util.TimeZone.setDefault(before);
      java.util.Locale.setDefault(locale);
    }
    assertThat(ModelFile.bytes(read(first))).isEqualTo(first);
  }

  @Test
  void holdsExactlyTheEntriesOfTheFormatForAnyZipReader() throws IOException {
    Path file = folder.resolve("m.loupe");
    ModelFile.write(file, model());
    try (ZipFile zip = new ZipFile(file.toFile())) {
      assertThat(zip.stream().map(ZipEntry::getName))
          .containsExactly("model.json", "cascade.xml", "screener.onnx", "MODEL_CARD.md");
    }
    ModelFile.write(file, withoutScreener());
    try (ZipFile zip = new ZipFile(file.toFile())) {
      assertThat(zip.stream().map(ZipEntry::getName))
          .containsExactly("model.json", "cascade.xml", "MODEL_CARD.md");
    }
  }

  /** Returns a model with two members beside it, one of which does not screen. */
  private static ModelBundle withMembers() throws IOException {
    return model()
        .withOthers(
            List.of(member("other.loupe", model()), member("last.loupe", withoutScreener())));
  }

  private static ModelBundle member(String name, ModelBundle model) throws IOException {
    return ModelFile.read(ModelFile.bytes(model), Path.of(name));
  }

  @Test
  void readsBackTheOtherMembersInTheirOrder() throws IOException {
    ModelBundle found = read(ModelFile.bytes(withMembers()));
    assertSame(found, withMembers());
    assertThat(found.members())
        .extracting(ModelBundle::name)
        .containsExactly("test.loupe", "other.loupe", "last.loupe");
    assertSame(found.others().get(0), model());
    assertSame(found.others().get(1), withoutScreener());
    assertThat(found.others().get(0).sha256()).isEqualTo(FileHash.sha256(ModelFile.bytes(model())));
  }

  @Test
  void aMemberIsAnEntryThatIsAModelFileItself() throws IOException {
    Map<String, byte[]> entries =
        ModelZip.read(ModelFile.bytes(withMembers()), "good", ModelZip.MAX_BYTES);
    JsonNode json = JSON.readTree(content(entries, "model.json"));
    assertThat(json.at("/members/0").asText()).isEqualTo("other.loupe");
    assertThat(content(entries, "last.loupe")).isEqualTo(ModelFile.bytes(withoutScreener()));
    assertThat(json().at("/members").isNull()).isTrue();
  }

  @Test
  void refusesAMemberWithMembers() throws IOException {
    byte[] inner = ModelFile.bytes(withMembers());
    assertRefused(withMember("inner.loupe", inner), "inner.loupe", "members of its own");
  }

  @Test
  void refusesADamagedMemberAndSaysWhich() throws IOException {
    byte[] cut = Arrays.copyOf(ModelFile.bytes(model()), 5000);
    assertRefused(withMember("cut.loupe", cut), "cut.loupe", "get it again");
    byte[] zeros = deflated(Map.of("model.json", new byte[ModelZip.MAX_MEMBER_BYTES + 1]));
    assertRefused(withMember("zeros.loupe", zeros), "zeros.loupe", "unpacks to over");
  }

  @Test
  void readsTheCascadeOfAMemberWhenItIsAskedForAndSaysWhoseIsBad() throws IOException {
    Map<String, byte[]> inner = ModelZip.read(ModelFile.bytes(model()), "good", ModelZip.MAX_BYTES);
    byte[] bad = "<opencv_storage/>".getBytes(StandardCharsets.UTF_8);
    ObjectNode json = (ObjectNode) JSON.readTree(content(inner, "model.json"));
    ((ObjectNode) json.at("/entries/0")).put("sha256", FileHash.sha256(bad));
    inner.put("model.json", JSON.writeValueAsBytes(json));
    inner.put("cascade.xml", bad);
    byte[] spoiled = ModelZip.write(inner);
    assertThat(json.at("/entries/0/name").asText()).isEqualTo("cascade.xml");
    assertRefused(spoiled, "cascade.xml", "cascade");
    ModelBundle found = read(withMember("bad.loupe", spoiled));
    assertThat(found.cascade()).isEqualTo(model().cascade());
    assertThatThrownBy(() -> found.member("bad.loupe").cascade())
        .isInstanceOf(UncheckedIOException.class)
        .hasCauseInstanceOf(ModelFormatException.class)
        .hasMessageContaining("test.loupe, bad.loupe, cascade.xml");
    Path file = folder.resolve("all.loupe");
    assertThatThrownBy(() -> ModelFile.write(file, found)).hasMessageContaining("bad.loupe");
    assertThat(file).doesNotExist();
  }

  @Test
  void refusesAMemberThatIsNoModelOrHasTheFilesName() throws IOException {
    assertRefused(withMember("cascade.xml", new byte[0]), "members", "must end with .loupe");
    assertRefused(
        withMember("test.loupe", ModelFile.bytes(model())),
        "two members are called test.loupe",
        "another name");
  }

  /** Returns a file with one member, whose hash is right. */
  private static byte[] withMember(String name, byte[] content) throws IOException {
    ObjectNode json = json();
    json.putArray("members").add(name);
    if (!name.equals("cascade.xml")) {
      json.withArray("entries")
          .addObject()
          .put("name", name)
          .put("sha256", FileHash.sha256(content));
    }
    Map<String, byte[]> entries = entries();
    entries.put("model.json", JSON.writeValueAsBytes(json));
    entries.putIfAbsent(name, content);
    return ModelZip.write(entries);
  }

  @Test
  void theJsonIsPlain() throws IOException {
    JsonNode json = json();
    assertThat(json.at("/format").asText()).isEqualTo("loupe-model");
    assertThat(json.at("/formatVersion").asInt()).isEqualTo(1);
    assertThat(json.at("/scan/grouping").asText()).isEqualTo("PEAKS");
    assertThat(json.at("/screening/patch/contexts/0").asDouble()).isEqualTo(1);
    assertThat(json.at("/trainingData/0/doi").asText()).isEqualTo("10.1000/182");
    assertThat(json.at("/validation/operatingPoint/center20Px/recall").asDouble()).isEqualTo(0.92);
    assertThat(json.at("/validation/curve")).hasSize(2);
    assertThat(json.at("/entries/1/name").asText()).isEqualTo("screener.onnx");
    assertThat(content(entries(), "model.json")).doesNotContain((byte) '\r');
  }

  @Test
  void theDocumentNamesEveryField() throws IOException {
    String document = Files.readString(Path.of("..", "docs", "formats.md"));
    assertThat(namesIn(json()))
        .hasSizeGreaterThan(40)
        .allMatch(name -> document.contains("`" + name + "`"));
  }

  private static Set<String> namesIn(JsonNode node) {
    Set<String> names = new TreeSet<>();
    node.fieldNames().forEachRemaining(names::add);
    node.forEach(child -> names.addAll(namesIn(child)));
    return names;
  }

  /** The file is {@link #model()}, as {@link ModelFile#write} first wrote format 1. */
  @Test
  void readsAFileOfFormatOne() throws IOException {
    Path file = Path.of("src", "test", "resources", "model", "format-1.loupe");
    ModelBundle found = ModelFile.read(file);
    assertThat(found.sha256()).isEqualTo(FileHash.sha256(file));
    assertThat(found.cascade()).isEqualTo(model().cascade());
    assertThat(found.scan()).isEqualTo(model().scan());
    assertThat(found.measurement()).isEqualTo(model().measurement().withBoxMargin(0));
    assertThat(found.defectClass()).isEqualTo("loop");
    assertThat(found.description()).hasValue(description());
    assertThat(found.screener().map(ScreenerModel::settings))
        .isEqualTo(model().screener().map(ScreenerModel::settings));
  }

  @Test
  void readsAZipThatAnotherProgramPacked() throws IOException {
    assertSame(read(deflated(entries())), model());
  }

  @Test
  void aBareCascadeCannotBeWritten() throws IOException {
    ModelBundle bare =
        new ModelBundle(
            "c.xml",
            "",
            "defect",
            model().cascade(),
            model().scan(),
            model().measurement(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    Path file = folder.resolve("m.loupe");
    assertThatThrownBy(() -> ModelFile.write(file, bare))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("description");
    assertThat(file).doesNotExist();
  }

  @Test
  void aModelThatWouldNotReadBackLeavesTheOldFile() throws IOException {
    Path file = folder.resolve("m.loupe");
    ModelFile.write(file, withoutScreener());
    ModelBundle bad =
        model().withScreener(new ScreenerModel(new byte[] {1, 2, 3}, ScreeningSettings.defaults()));
    assertThatThrownBy(() -> ModelFile.write(file, bad))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("screener.onnx");
    assertSame(ModelFile.read(file), withoutScreener());
  }

  @Test
  void aFileThatIsNotThereIsSaidInWords() {
    assertThatThrownBy(() -> ModelFile.read(folder.resolve("none.loupe")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no such file")
        .hasMessageContaining("none.loupe");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "P", "PK", "PK\u0003\u0004", "<?xml version=\"1.0\"?>", "{}"})
  void refusesWhatIsNoZip(String content) {
    assertRefused(content.getBytes(StandardCharsets.ISO_8859_1), ": ");
  }

  @Test
  void saysThatACascadeHasItsOwnOption() throws IOException {
    assertRefused(content(entries(), "cascade.xml"), "not a model file", "--cascade");
  }

  @Test
  void refusesAFileThatIsCutAnywhere() throws IOException {
    byte[] whole = ModelFile.bytes(model());
    for (int part = 0; part < 50; part++) {
      assertRefused(Arrays.copyOf(whole, whole.length * part / 50), ": ");
    }
    for (int missing = 1; missing < 300; missing++) {
      assertRefused(Arrays.copyOf(whole, whole.length - missing), "get it again");
    }
    assertRefused(Arrays.copyOf(whole, whole.length + 1), "get it again");
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.json", "cascade.xml", "screener.onnx", "MODEL_CARD.md"})
  void refusesAMissingEntry(String name) throws IOException {
    Map<String, byte[]> entries = entries();
    entries.remove(name);
    byte[] content = ModelZip.write(entries);
    assertThatThrownBy(() -> read(content))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../cascade.xml",
        "/etc/passwd",
        "a/b",
        "a\\b",
        "C:\\x",
        "..",
        ".",
        "",
        "folder/",
        "model.json\u0000",
        "caf\u00e9",
        ".hidden"
      })
  void refusesNamesThatAreNotPlain(String name) throws IOException {
    Map<String, byte[]> entries = entries();
    entries.put(name, new byte[] {1});
    assertRefused(deflated(entries), "is refused", "no paths");
  }

  @Test
  void refusesAnUnknownEntry() throws IOException {
    Map<String, byte[]> entries = entries();
    entries.put("run.sh", new byte[] {1});
    assertRefused(ModelZip.write(entries), "run.sh", "unknown entry");
  }

  @Test
  void refusesTooManyEntries() throws IOException {
    Map<String, byte[]> entries = entries();
    for (int i = 0; i < 20; i++) {
      entries.put("x" + i, new byte[0]);
    }
    assertRefused(ModelZip.write(entries), "24 entries", "at most 16");
  }

  @Test
  void refusesTheSameNameTwice() throws IOException {
    Map<String, byte[]> entries = entries();
    entries.put("MODEL_CARD.mx", new byte[] {1});
    byte[] twice = replaced(ModelZip.write(entries), "MODEL_CARD.mx", "MODEL_CARD.md");
    assertRefused(twice, "MODEL_CARD.md", "twice");
  }

  @Test
  void refusesANetworkWithoutSettingsAndSettingsWithoutANetwork() throws IOException {
    ObjectNode json = json();
    json.putNull("screening");
    assertRefused(withJson(json), "screener.onnx", "no settings");
    Map<String, byte[]> entries = entries();
    entries.remove("screener.onnx");
    assertRefused(ModelZip.write(entries), "screener.onnx", "is missing");
  }

  @Test
  void findsADamagedEntryByItsChecksum() throws IOException {
    byte[] content = ModelFile.bytes(model());
    assertRefused(replaced(content, "# Test model", "# Best model"), "MODEL_CARD.md", "checksum");
  }

  @Test
  void findsAnEntryThatSomebodyChanged() throws IOException {
    for (String name : List.of("cascade.xml", "screener.onnx", "MODEL_CARD.md")) {
      Map<String, byte[]> entries = entries();
      byte[] changed = content(entries, name).clone();
      changed[changed.length / 2] ^= 1;
      entries.put(name, changed);
      assertRefused(ModelZip.write(entries), name, "SHA-256 differs");
    }
  }

  @Test
  void refusesHashesOfEntriesThatAreNotThereOrTwice() throws IOException {
    ObjectNode json = json();
    json.withArray("entries").addObject().put("name", "more").put("sha256", "00");
    assertRefused(withJson(json), "model.json, entries", "'more'");
    ObjectNode twice = json();
    ArrayNode hashes = twice.withArray("entries");
    hashes.add(hashes.get(0));
    assertRefused(withJson(twice), "model.json, entries", "'cascade.xml'");
    ObjectNode none = json();
    none.putArray("entries");
    assertRefused(withJson(none), "SHA-256 differs");
  }

  @Test
  void saysThatANewerFileNeedsANewerLoupeWhateverElseItHolds() throws IOException {
    ObjectNode json = json();
    json.put("formatVersion", 2).put("somethingNew", true);
    Map<String, byte[]> entries = entries();
    entries.put("model.json", JSON.writeValueAsBytes(json));
    entries.put("segmenter.onnx", new byte[] {1});
    assertRefused(
        ModelZip.write(entries), "formatVersion", "2 was written by a newer version", "update");
    json.put("formatVersion", new java.math.BigInteger("99999999999999999999"));
    assertRefused(withJson(json), "newer version");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "\"1\"", "1.0", "null", "true"})
  void refusesAFormatVersionThatIsNone(String version) throws IOException {
    ObjectNode json = json();
    json.set("formatVersion", JSON.readTree(version));
    assertRefused(withJson(json), "model.json, formatVersion");
  }

  /** Each case: a field, what stands there instead, and what the message must tell. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "/format | \"other\" | format must be \"loupe-model\"",
        "/defectClass | 7 | model.json, defectClass: must be a text, is 7",
        "/defectClass | \" \" | defectClass must not be blank",
        "/seed | 1.5 | model.json, seed: must be a whole number, is 1.5",
        "/seed | 99999999999999999999 | model.json, seed: too large",
        "/scan | [] | model.json, scan: must be an object",
        "/scan | null | model.json, scan: must be an object, is null",
        "/scan/scaleFactor | \"1.1\" | model.json, scan.scaleFactor: must be a number, is \"1.1\"",
        "/scan/scaleFactor | 0.5 | model.json, scan: scaleFactor must be 1.001 to 10, was 0.5",
        "/scan/scaleFactor | 1e999 | scan.scaleFactor: must be a number",
        "/scan/minNeighbors | 2147483648 | scan.minNeighbors: too large",
        "/scan/minNeighbors | -1 | minNeighbors must not be negative, was -1",
        "/scan/grouping | \"BEST\" | scan.grouping: must be one of OPENCV, PEAKS, is \"BEST\"",
        "/scan/grouping | 0 | scan.grouping: must be one of OPENCV, PEAKS, is 0",
        "/measurement/floodSeedFraction | 2 | floodSeedFraction must be 0.01 to 0.25, was 2.0",
        "/screening/passes | 9 | model.json, screening: passes must be 1 to 4, was 9",
        "/screening/views | 3 | views must be 1, 2, 4 or 8, was 3",
        "/screening/temperature | 0 | temperature must be positive, was 0.0",
        "/screening/minProbability | 1.01 | minProbability must be 0 to 1, was 1.01",
        "/screening/patch/sizePx | 100000 | screening.patch: sizePx must be 16 to 256, was 100000",
        "/screening/patch/contexts | [] | contexts must be 1 to 8, were 0",
        "/screening/patch/contexts | [1, null] | contexts[1]: must be a number, is null",
        "/screening/patch/contexts | 1 | screening.patch.contexts: must be a list, is 1",
        "/trainingData/0/micrographs | -3 | model.json, trainingData[0]: micrographs and",
        "/validation/calibrationError | 2 | calibrationError must be 0 to 1, was 2.0",
        "/validation/curve/1/minProbability | 0.05 | must ascend, were 0.1 and then 0.05",
        "/validation/curve/0/iou50/recall | 1.5 | validation.curve[0].iou50: recall must be 0 to 1",
        "/entries/0/sha256 | null | model.json, entries[0].sha256: must be a text, is null",
      })
  void namesTheFieldAndTheValueOf(String field, String value, String message) throws IOException {
    ObjectNode json = json();
    int slash = field.lastIndexOf('/');
    JsonNode parent = json.at(field.substring(0, slash));
    assertThat(json.at(field).isMissingNode()).as(field).isFalse();
    JsonNode replacement = JSON.readTree(value);
    if (parent instanceof ArrayNode array) {
      array.set(Integer.parseInt(field.substring(slash + 1)), replacement);
    } else {
      ((ObjectNode) parent).set(field.substring(slash + 1), replacement);
    }
    byte[] content = withJson(json);
    if (value.equals("1e999")) { // Jackson would write it as a text
      content = ModelZip.write(withText(entries(), "1.07", "1e999"));
    }
    assertRefused(content, message);
  }

  private static Map<String, byte[]> withText(Map<String, byte[]> entries, String from, String to) {
    String text = new String(content(entries, "model.json"), StandardCharsets.UTF_8);
    assertThat(text).contains(from);
    entries.put("model.json", text.replace(from, to).getBytes(StandardCharsets.UTF_8));
    return entries;
  }

  @Test
  void readsAModelOfBeforeItKnewWhenToBelieveIt() throws IOException {
    ObjectNode json = json();
    json.remove("trust");
    assertThat(read(withJson(json)).trust()).isEmpty();
  }

  @Test
  void aModelOfBeforeThereWereStridesScansAsOpenCvDoes() throws IOException {
    ObjectNode json = json();
    ((ObjectNode) json.get("scan")).put("stride", 5);
    assertThat(read(withJson(json)).scan()).isEqualTo(model().scan().withStride(5));
    ((ObjectNode) json.get("scan")).remove("stride");
    assertThat(read(withJson(json)).scan()).isEqualTo(model().scan().withStride(2));
    ((ObjectNode) json.get("scan")).put("stride", 17);
    assertRefused(withJson(json), "model.json, scan", "stride must be 1 to 16, was 17");
  }

  @Test
  void refusesADomainThatIsNone() throws IOException {
    ObjectNode json = json();
    ((ObjectNode) json.at("/trust/domain")).put("neighbors", 6);
    assertRefused(withJson(json), "model.json, trust.domain", "neighbors must be 1 to 5");
  }

  @Test
  void forgetsWhatHeldForAnotherScan() {
    ModelBundle model = model();
    assertThat(model.trust()).isPresent();
    assertThat(model.withScan(model.scan()).trust()).isEqualTo(model.trust());
    assertThat(model.withScan(model.scan().withMinNeighbors(7)).trust()).isEmpty();
  }

  @Test
  void refusesEveryMissingFieldAndEveryFieldTooMany() throws IOException {
    for (String place :
        List.of(
            "",
            "/scan",
            "/screening",
            "/screening/patch",
            "/validation",
            "/trust",
            "/trust/domain",
            "/trust/f1")) {
      for (String name : (Iterable<String>) () -> at(place).fieldNames()) {
        if (List.of("trust", "members", "stride", "minProbabilityUnlike").contains(name)) {
          continue; // older files have none
        }
        ObjectNode json = json();
        ((ObjectNode) json.at(place)).remove(name);
        assertRefused(withJson(json), "model.json", name);
      }
      ObjectNode json = json();
      ((ObjectNode) json.at(place)).put("extra", 1);
      assertRefused(withJson(json), "extra", "unknown field");
    }
  }

  private static JsonNode at(String place) {
    try {
      return json().at(place);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "{} {}", "{\"format\":1,\"format\":2}", "\u0000"})
  void refusesWhatIsNotOneJsonObject(String text) throws IOException {
    Map<String, byte[]> entries = entries();
    entries.put("model.json", text.getBytes(StandardCharsets.UTF_8));
    assertRefused(ModelZip.write(entries), "model.json");
  }

  @Test
  void refusesJsonThatIsNestedWithoutEnd() throws IOException {
    Map<String, byte[]> entries = entries();
    byte[] nested = new byte[1 << 20];
    Arrays.fill(nested, (byte) '[');
    entries.put("model.json", nested);
    assertRefused(ModelZip.write(entries), "model.json");
  }

  @Test
  void refusesACascadeOfAnotherKind() throws IOException {
    String cascade = new String(content(entries(), "cascade.xml"), StandardCharsets.UTF_8);
    byte[] haar = cascade.replace("LBP", "HAAR").getBytes(StandardCharsets.UTF_8);
    assertRefused(withEntry("cascade.xml", haar), "cascade.xml, line ", "LBP is");
    assertRefused(withEntry("cascade.xml", new byte[0]), "cascade.xml");
    byte[] entity =
        "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x>&a;</x>"
            .getBytes(StandardCharsets.UTF_8);
    assertRefused(withEntry("cascade.xml", entity), "cascade.xml");
  }

  @Test
  void refusesANetworkThatDoesNotScreen() throws IOException {
    byte[] other = new TinyNetwork(new PatchSettings(20, List.of(1.0))).onnx();
    assertRefused(withEntry("screener.onnx", other), "screener.onnx", "'patches' has shape");
    assertRefused(withEntry("screener.onnx", new byte[] {9, 9}), "screener.onnx");
  }

  @Test
  void refusesACardThatIsNoText() throws IOException {
    assertRefused(
        withEntry("MODEL_CARD.md", new byte[] {(byte) 0xC0, 0}), "MODEL_CARD.md", "UTF-8");
  }

  @Test
  void refusesABombBeforeItUnpacks() throws IOException {
    Map<String, byte[]> entries = entries();
    entries.put("MODEL_CARD.md", new byte[ModelZip.MAX_BYTES + 1]);
    byte[] bomb = deflated(entries);
    assertThat(bomb).hasSizeLessThan(200_000);
    assertRefused(bomb, "MODEL_CARD.md", "unpacks to over");
  }

  @Test
  void refusesAnEntryThatLiesAboutItsSize() throws IOException {
    Map<String, byte[]> entries = entries();
    entries.put("MODEL_CARD.md", new byte[100_000]);
    byte[] zip = deflated(entries);
    for (int size : new int[] {0, 99_999, 100_001, 60 << 20}) {
      byte[] lie = zip.clone();
      int card = lastIndexOf(lie, "MODEL_CARD.md") - 46;
      for (int i = 0; i < 4; i++) {
        lie[card + 24 + i] = (byte) (size >> (8 * i));
      }
      assertRefused(lie, "MODEL_CARD.md", "promises");
    }
  }

  @Test
  void refusesEntriesThatShareTheirBytes() throws IOException {
    byte[] zip = ModelFile.bytes(model());
    int json = lastIndexOf(zip, "model.json") - 46;
    int card = lastIndexOf(zip, "MODEL_CARD.md") - 46;
    System.arraycopy(zip, json + 42, zip, card + 42, 4);
    assertRefused(zip, "MODEL_CARD.md");
  }

  private static int lastIndexOf(byte[] content, String text) {
    return new String(content, StandardCharsets.ISO_8859_1).lastIndexOf(text);
  }

  /** Flips that change nothing, such as in a date, may pass; then the model is the same. */
  @Test
  void flippedBitsGiveATypedExceptionOrTheSameModel() throws IOException {
    Random random = new Random(12);
    ModelBundle model = withoutScreener();
    for (byte[] whole :
        List.of(
            ModelFile.bytes(model),
            deflated(
                new LinkedHashMap<>(
                    ModelZip.read(ModelFile.bytes(model), "good", ModelZip.MAX_BYTES))))) {
      int passed = 0;
      for (int i = 0; i < 1200; i++) {
        byte[] spoiled = whole.clone();
        // half of the flips near the end, where the directory is
        int range = i % 2 == 0 ? whole.length : Math.min(whole.length, 400);
        for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
          spoiled[whole.length - 1 - random.nextInt(range)] ^= (byte) (1 << random.nextInt(8));
        }
        passed += passes(spoiled, model) ? 1 : 0;
      }
      assertThat(passed).isLessThan(600);
    }
  }

  /** Spoils an entry and makes its checksum and hash right, to come to the parsers behind them. */
  @Test
  void spoiledTextBehindRightChecksumsGivesATypedExceptionOrAModel() throws IOException {
    Random random = new Random(13);
    Map<String, byte[]> good =
        ModelZip.read(ModelFile.bytes(withoutScreener()), "good", ModelZip.MAX_BYTES);
    for (int i = 0; i < 600; i++) {
      String name = i % 2 == 0 ? "model.json" : "cascade.xml";
      byte[] spoiled = content(good, name).clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        spoiled[random.nextInt(spoiled.length)] ^= (byte) (1 << random.nextInt(8));
      }
      Map<String, byte[]> entries = new LinkedHashMap<>(good);
      entries.put(name, spoiled);
      if (name.equals("cascade.xml")) {
        ObjectNode json = (ObjectNode) JSON.readTree(content(good, "model.json"));
        ((ObjectNode) json.at("/entries/0")).put("sha256", FileHash.sha256(spoiled));
        entries.put("model.json", JSON.writeValueAsBytes(json));
      }
      byte[] content = ModelZip.write(entries);
      try {
        ModelFile.bytes(read(content)); // whatever passes is whole enough to be written
      } catch (ModelFormatException e) {
        assertThat(e).hasMessageStartingWith(NAME.toString()).hasMessageContaining(name);
      }
    }
  }

  private static boolean passes(byte[] content, ModelBundle model) throws IOException {
    ModelBundle found;
    try {
      found = read(content);
    } catch (ModelFormatException e) {
      return false;
    } catch (RuntimeException e) {
      return fail("only a ModelFormatException may come", e);
    }
    assertSame(found, model);
    return true;
  }
}
