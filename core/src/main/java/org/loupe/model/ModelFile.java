package org.loupe.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.loupe.cascade.CascadeXml;
import org.loupe.cascade.ScanSettings;
import org.loupe.measure.MeasurementSettings;
import org.loupe.screen.ScreenerFormatException;
import org.loupe.screen.ScreenerModel;
import org.loupe.screen.ScreenerNetwork;

/**
 * Reads and writes model files: one zip with {@code model.json}, {@code cascade.xml}, {@code
 * screener.onnx} and {@code MODEL_CARD.md}.
 *
 * <p>The other members of a model are entries {@code NAME.loupe}, whole model files themselves.
 *
 * <p>A file is read into memory and checked whole before anything uses it: the zip's structure and
 * checksums, the format's version, every field of {@code model.json}, the SHA-256 of each entry,
 * the cascade and the network. Of the other members, cascade and network are looked at when they
 * are first used: their hashes say that they are what was written, and {@link #write} has read them
 * all. Nothing is unpacked to the disk. A model without {@code screener.onnx} is a cascade whose
 * candidates nobody screens. The same model gives the same bytes.
 */
public final class ModelFile {

  /** The usual ending of the files' names. */
  public static final String ENDING = ".loupe";

  private static final String JSON = "model.json";
  private static final String CASCADE = "cascade.xml";
  private static final String NETWORK = "screener.onnx";
  private static final String CARD = "MODEL_CARD.md";

  private final String file;
  private final Map<String, byte[]> entries;

  private ModelFile(byte[] content, String file, int maxBytes) throws ModelFormatException {
    this.file = file;
    this.entries = ModelZip.read(content, file, maxBytes);
  }

  /**
   * Reads a model.
   *
   * @throws ModelFormatException if the file is damaged, not a model, or of a newer Loupe
   * @throws IOException if it cannot be read at all
   */
  public static ModelBundle read(Path path) throws IOException {
    byte[] content;
    try (InputStream in = Files.newInputStream(path)) {
      content = in.readNBytes(ModelZip.MAX_BYTES + 1);
    } catch (NoSuchFileException e) {
      throw new IOException("no such file; check the path: " + path, e);
    }
    if (content.length > ModelZip.MAX_BYTES) {
      throw new ModelFormatException(
          path.toString(),
          "byte " + ModelZip.MAX_BYTES,
          "too long for a model; is this the right file?");
    }
    return read(content, path);
  }

  /**
   * Writes a model and replaces a file of that name at once: who reads it sees the old one or the
   * new one.
   *
   * @return the model as it is read from that file: with its name and its hash
   * @throws IllegalArgumentException if the model has no description
   * @throws IOException if the model would not read back, or the file cannot be written
   */
  public static ModelBundle write(Path path, ModelBundle model) throws IOException {
    byte[] content = bytes(model);
    ModelBundle written = read(content, path);
    for (ModelBundle member : written.others()) {
      member.storedCascade().read();
      checkNetwork(member.screener(), path + ", " + member.name());
    }
    // no temporary file of the system's making, which only its owner may read
    Path part = path.resolveSibling(fileName(path) + ".part");
    try {
      Files.write(part, content);
      Files.move(part, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
    return written;
  }

  static byte[] bytes(ModelBundle model) throws IOException {
    ModelDescription description =
        model
            .description()
            .orElseThrow(
                () -> new IllegalArgumentException("a model file needs the model's description"));
    Map<String, byte[]> parts = new LinkedHashMap<>();
    ByteArrayOutputStream cascade = new ByteArrayOutputStream();
    CascadeXml.write(model.storedCascade().read(), cascade);
    parts.put(CASCADE, cascade.toByteArray());
    model.screener().ifPresent(screener -> parts.put(NETWORK, screener.onnx()));
    parts.put(CARD, description.card().getBytes(StandardCharsets.UTF_8));
    for (ModelBundle other : model.others()) {
      parts.put(other.name(), bytes(other));
    }
    List<ModelJson.EntryHash> hashes = new ArrayList<>();
    parts.forEach(
        (name, content) -> hashes.add(new ModelJson.EntryHash(name, FileHash.sha256(content))));
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put(JSON, RecordJson.write(json(model, description, hashes)));
    entries.putAll(parts);
    return ModelZip.write(entries);
  }

  private static ModelJson json(
      ModelBundle model, ModelDescription description, List<ModelJson.EntryHash> hashes) {
    return new ModelJson(
        ModelJson.FORMAT,
        ModelJson.VERSION,
        description.programVersion(),
        description.command(),
        description.seed(),
        model.defectClass(),
        ModelJson.ScanJson.of(model.scan()),
        ModelJson.MeasurementJson.of(model.measurement()),
        model.screener().map(ScreenerModel::settings),
        model.screener().flatMap(ScreenerModel::minProbabilityUnlike),
        description.trainingData(),
        description.validation(),
        model.trust(),
        model.others().isEmpty()
            ? Optional.empty()
            : Optional.of(model.others().stream().map(ModelBundle::name).toList()),
        hashes);
  }

  static ModelBundle read(byte[] content, Path path) throws IOException {
    ModelFile parts = new ModelFile(content, path.toString(), ModelZip.MAX_BYTES);
    ModelJson json = parts.json();
    parts.checkNames(json);
    parts.checkHashes(json);
    ModelBundle model = parts.model(json, fileName(path), FileHash.sha256(content));
    model.storedCascade().read();
    checkNetwork(model.screener(), path.toString());
    List<ModelBundle> members = new ArrayList<>();
    for (String name : json.members().orElse(List.of())) {
      members.add(parts.member(name, json));
    }
    try {
      return model.withOthers(members);
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(
          path.toString(), JSON + ", members", e.getMessage() + "; give the file another name", e);
    }
  }

  /** Returns the model without the other members, cascade and network not looked at. */
  private ModelBundle model(ModelJson json, String name, String sha256) throws IOException {
    return new ModelBundle(
        name,
        sha256,
        json.defectClass(),
        ModelCascade.unread(entry(CASCADE), file + ", " + CASCADE),
        scan(json),
        measurement(json),
        screener(json),
        json.trust(),
        Optional.of(
            new ModelDescription(
                json.programVersion(),
                json.command(),
                json.seed(),
                json.trainingData(),
                json.validation(),
                card())),
        List.of());
  }

  private MeasurementSettings measurement(ModelJson json) throws ModelFormatException {
    return settings("measurement", json.measurement()::settings);
  }

  private ScanSettings scan(ModelJson json) throws ModelFormatException {
    return settings("scan", json.scan()::settings);
  }

  private <T> T settings(String field, Supplier<T> settings) throws ModelFormatException {
    try {
      return settings.get();
    } catch (IllegalArgumentException e) {
      throw error(JSON + ", " + field, String.valueOf(e.getMessage()));
    }
  }

  /**
   * Reads a member. The hash of all of it is right, so that those of its entries need no look.
   *
   * @param whole what the file with the members says
   */
  private ModelBundle member(String name, ModelJson whole) throws IOException {
    ModelFile parts = new ModelFile(entry(name), file + ", " + name, ModelZip.MAX_MEMBER_BYTES);
    ModelJson json = parts.json();
    if (json.members().isPresent()) {
      throw error(name, "is a member with members of its own; do not use this file");
    }
    parts.checkNames(json);
    return parts.model(json, name, Objects.requireNonNull(hashes(whole).get(name)));
  }

  private static String fileName(Path path) {
    return Objects.toString(path.getFileName(), path.toString());
  }

  /** Looks at the version first: a newer one may have other fields and other entries. */
  private ModelJson json() throws ModelFormatException {
    JsonNode tree = RecordJson.parse(entry(JSON), file, JSON);
    if (!tree.path("format").asText().equals(ModelJson.FORMAT)) {
      throw error(JSON, "format must be \"" + ModelJson.FORMAT + "\"; not a model file of Loupe");
    }
    JsonNode version = tree.path("formatVersion");
    if (!version.isIntegralNumber() || version.bigIntegerValue().signum() <= 0) {
      throw error(JSON + ", formatVersion", "must be a whole number above 0, is " + version);
    }
    if (!version.canConvertToInt() || version.intValue() > ModelJson.VERSION) {
      throw error(
          JSON + ", formatVersion",
          version
              + " was written by a newer version of Loupe, this one knows "
              + ModelJson.VERSION
              + "; update Loupe");
    }
    return RecordJson.read(tree, ModelJson.class, file, JSON);
  }

  private void checkNames(ModelJson json) throws ModelFormatException {
    List<String> names = new ArrayList<>(List.of(JSON, CASCADE, CARD));
    if (json.screening().isPresent()) {
      names.add(NETWORK);
    }
    for (String member : json.members().orElse(List.of())) {
      if (!member.endsWith(ENDING)) {
        throw error(JSON + ", members", "'" + member + "' must end with " + ENDING);
      }
      names.add(member);
    }
    for (String name : names) {
      entry(name);
    }
    for (String name : entries.keySet()) {
      if (!names.contains(name)) {
        throw error(
            name,
            name.equals(NETWORK)
                ? "is there, but model.json has no settings for it; do not use this file"
                : "unknown entry; a model has " + String.join(", ", names));
      }
    }
  }

  private void checkHashes(ModelJson json) throws ModelFormatException {
    Map<String, String> hashes = hashes(json);
    for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
      String name = entry.getKey();
      if (!name.equals(JSON) && !FileHash.sha256(entry.getValue()).equals(hashes.get(name))) {
        throw error(
            name,
            "is not what model.json says: its SHA-256 differs; somebody changed it, get the file"
                + " from its source again");
      }
    }
  }

  /** Returns the hashes that {@code json} names, by the entries' names. */
  private Map<String, String> hashes(ModelJson json) throws ModelFormatException {
    Map<String, String> hashes = new LinkedHashMap<>();
    for (ModelJson.EntryHash hash : json.entries()) {
      if (hashes.put(hash.name(), hash.sha256()) != null || !entries.containsKey(hash.name())) {
        throw error(
            JSON + ", entries", "'" + hash.name() + "' is there twice, or no entry of the file");
      }
    }
    return hashes;
  }

  private Optional<ScreenerModel> screener(ModelJson json) throws ModelFormatException {
    if (json.screening().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new ScreenerModel(entry(NETWORK), json.screening().get(), json.minProbabilityUnlike()));
    } catch (IllegalArgumentException e) {
      throw error(JSON + ", minProbabilityUnlike", String.valueOf(e.getMessage()));
    }
  }

  private static void checkNetwork(Optional<ScreenerModel> screener, String file)
      throws IOException {
    if (screener.isEmpty()) {
      return;
    }
    try {
      new ScreenerNetwork(screener.get().onnx(), screener.get().settings().patch()).close();
    } catch (ScreenerFormatException e) {
      throw new ModelFormatException(file, NETWORK, String.valueOf(e.getMessage()), e);
    }
  }

  private String card() throws ModelFormatException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(entry(CARD))).toString();
    } catch (CharacterCodingException e) {
      throw new ModelFormatException(file, CARD, "is not text in UTF-8; get the file again", e);
    }
  }

  private byte[] entry(String name) throws ModelFormatException {
    byte[] content = entries.get(name);
    if (content == null) {
      throw error(name, "is missing; get the file again");
    }
    return content;
  }

  private ModelFormatException error(String place, String trouble) {
    return new ModelFormatException(file, place, trouble);
  }
}
