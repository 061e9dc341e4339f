package org.loupe.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.exceptions.HdfException;
import java.io.IOException;
import java.lang.reflect.Array;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.loupe.micrograph.Calibration;
import org.loupe.micrograph.Micrograph;

/**
 * Reads the two kinds of EMD files, both HDF5: those of Thermo Fisher's Velox and those of the
 * Electron Microscopy Dataset of Berkeley Lab's NCEM (also written by HyperSpy).
 *
 * <p>Velox: each group of {@code /Data/Image} has {@code Data} (rows, columns, frames) and {@code
 * Metadata}, a column of JSON for each frame, whose {@code BinaryResult} states the pixel size and
 * its unit. NCEM: a group with the attribute {@code emd_group_type = 1} has {@code data} and, for
 * each of its axes, {@code dim1}, {@code dim2}, ... with a name and a unit; the last two axes are
 * those of the image. The specifications are those of emdatasets.com and of the Velox files
 * themselves, which Thermo Fisher has not described in public.
 *
 * <p>Complex images, spectra and sets of four axes are refused; beside images they are skipped with
 * a note.
 */
final class EmdReader implements MicrographReader {

  static final String FORMAT = "EMD";

  private static final String MAGIC = "\u0089HDF\r\n\u001a\n";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_GROUPS = 10_000;
  private static final int MOST_DEPTH = 32;
  private static final int MOST_METADATA_BYTES = 1 << 23;
  private static final int MOST_AXIS_VALUES = 1 << 24;

  @Override
  public String format() {
    return FORMAT;
  }

  @Override
  public List<String> extensions() {
    return List.of("emd");
  }

  @Override
  public boolean recognizes(byte[] head) {
    return new String(head, StandardCharsets.ISO_8859_1).startsWith(MAGIC);
  }

  @Override
  public MicrographFile open(Path path) throws IOException {
    ByteSource source = ByteSource.open(path);
    try {
      requireWhole(source);
      HdfChannel channel = new HdfChannel(source);
      return new Opened(source, channel, new HdfFile(channel)).file();
    } catch (HdfException e) {
      source.close();
      throw new MicrographFormatException(
          path,
          "cannot be read as HDF5: " + e.getMessage() + "; copy or export the micrograph again",
          e);
    } catch (IOException | RuntimeException | Error e) {
      source.close();
      throw e;
    }
  }

  /** The superblock states where the file ends; the HDF5 library does not look. */
  private static void requireWhole(ByteSource source) throws IOException {
    ByteBuffer superblock = ByteBuffer.wrap(source.bytes(0, 48)).order(ByteOrder.LITTLE_ENDIAN);
    int version = superblock.get(8);
    int offsetBytes = superblock.get(version < 2 ? 13 : 9);
    if (offsetBytes != 8) {
      return; // Not seen in micrographs.
    }
    int base = version < 2 ? (version == 0 ? 24 : 28) : 12;
    long end = superblock.getLong(base + 16);
    if (end > source.size()) {
      throw source.malformed(
          base + 16,
          "is cut short: "
              + end
              + " bytes expected, the file has "
              + source.size()
              + "; copy or export it again");
    }
  }

  /** An image or stack that was found. */
  private record Found(String title, Dataset data, boolean isVelox) {}

  /** The open file and what is needed to find the images in it. */
  private static final class Opened {

    private final ByteSource source;
    private final HdfChannel channel;
    private final HdfFile hdf;
    private final List<String> refusals = new ArrayList<>();
    private final Set<Long> visited = new HashSet<>();

    Opened(ByteSource source, HdfChannel channel, HdfFile hdf) {
      this.source = source;
      this.channel = channel;
      this.hdf = hdf;
    }

    MicrographFile file() throws IOException {
      List<Found> found = new ArrayList<>();
      Optional<Group> velox = group(hdf, "Data").flatMap(data -> group(data, "Image"));
      if (velox.isPresent()) {
        findVelox(velox.get(), found);
      }
      if (found.isEmpty()) {
        findNcem(hdf, 0, found);
      }
      if (found.isEmpty()) {
        throw source.unsupported(
            refusals.isEmpty()
                ? "is an HDF5 file without an image of Velox (/Data/Image) or NCEM"
                    + " (emd_group_type = 1); export the micrograph as TIFF"
                : "has no image: " + String.join("; ", refusals));
      }
      List<FrameGroup> groups = new ArrayList<>();
      for (Found each : found) {
        groups.add(each.isVelox ? velox(each) : ncem(each));
      }
      return new GroupedFile(channel, groups, this::metadata);
    }

    private List<String> notes() {
      List<String> notes = new ArrayList<>();
      refusals.forEach(refusal -> notes.add("skipped: " + refusal));
      return notes;
    }

    private void findVelox(Group images, List<Found> found) {
      Map<String, String> titles = new VeloxTitles(hdf).titles();
      for (Node node : sorted(images)) {
        if (node instanceof Group image
            && image.getChildren().get("Data") instanceof Dataset data) {
          String title = titles.getOrDefault(image.getPath().replaceAll("/+$", ""), "");
          String name = title.isEmpty() ? detector(image) : title;
          long[] sizes = data.getDimensionsAsLong();
          if (data.isCompound()) {
            refusals.add(quoted(name, image) + " is complex; export its modulus");
          } else if (sizes.length != 2 && sizes.length != 3) {
            refusals.add(quoted(name, image) + " has " + sizes.length + " axes, not 2 or 3");
          } else if (PixelScale.isReciprocal(
              veloxMetadata(image, 0).path("BinaryResult").path("PixelUnitX").asText(""))) {
            refusals.add(
                quoted(name, image)
                    + " is in reciprocal space: a diffraction pattern or a Fourier transform");
          } else {
            found.add(new Found(name, data, true));
          }
        }
      }
    }

    private static String quoted(String title, Node node) {
      return title.isEmpty() ? node.getPath() : "\"" + title + "\"";
    }

    private static String detector(Group image) {
      return veloxMetadata(image, 0).path("BinaryResult").path("Detector").asText("");
    }

    private void findNcem(Group group, int depth, List<Found> found) {
      if (depth > MOST_DEPTH || visited.size() > MOST_GROUPS || !visited.add(group.getAddress())) {
        return;
      }
      if (isNcem(group) && group.getChildren().get("data") instanceof Dataset data) {
        Optional<String> refusal = ncemRefusal(group, data);
        if (refusal.isPresent()) {
          refusals.add("\"" + group.getName() + "\" " + refusal.get());
        } else {
          found.add(new Found(group.getName(), data, false));
        }
      }
      for (Node node : sorted(group)) {
        if (node instanceof Group child) {
          findNcem(child, depth + 1, found);
        }
      }
    }

    private static boolean isNcem(Group group) {
      String kind = attribute(group, "emd_group_type");
      return kind.equals("1") || kind.equals("array");
    }

    private static Optional<String> ncemRefusal(Group group, Dataset data) {
      long[] sizes = data.getDimensionsAsLong();
      if (data.isCompound()) {
        return Optional.of("is complex; save its modulus");
      }
      long extended = Arrays.stream(sizes).filter(size -> size > 1).count();
      if (sizes.length < 2 || (sizes.length == 2 && extended < 2)) {
        return Optional.of("is one-dimensional, a spectrum or a profile, no image");
      }
      if (sizes.length > 3) {
        return Optional.of("has " + sizes.length + " axes, which are not read; save an image");
      }
      for (int axis = 1; axis <= sizes.length; axis++) {
        String unit = attribute(group.getChildren().get("dim" + axis), "units");
        if (unit.contains("eV")) {
          return Optional.of("holds spectra: its axis " + axis + " is in " + unit);
        }
      }
      return Optional.empty();
    }

    private FrameGroup velox(Found found) throws IOException {
      long[] sizes = found.data.getDimensionsAsLong();
      HdfImage image = new HdfImage(source, found.data, sizes.length == 2 ? -1 : 2, 0, 1);
      int frames = sizes.length == 2 ? 1 : frames(sizes[2]);
      return new FrameGroup(
          found.title,
          frames,
          frame -> image.pixels(),
          frame -> {
            channel.startStep();
            List<String> notes = notes();
            JsonNode result = veloxMetadata(found.data.getParent(), frame).path("BinaryResult");
            JsonNode size = result.path("PixelSize");
            PixelScale scale =
                new PixelScale(
                    Numbers.parse(size.path("width").asText("")).orElse(0.0),
                    result.path("PixelUnitX").asText(""),
                    Numbers.parse(size.path("height").asText("")).orElse(0.0),
                    result.path("PixelUnitY").asText(""),
                    "Velox metadata (BinaryResult.PixelSize)");
            return micrograph(image, frame, scale.calibration(source.path(), notes), notes);
          });
    }

    private int frames(long count) throws IOException {
      if (count < 1 || count > 1 << 24) {
        throw source.malformed(0, "has a stack of " + count + " images: damaged");
      }
      return (int) count;
    }

    private Micrograph micrograph(
        HdfImage image, int plane, Optional<Calibration> calibration, List<String> notes)
        throws IOException {
      float[] samples = image.plane(plane);
      SampleType type = image.type();
      if (type.isInteger() && type.bits() > 16 && !Frames.holdsIntegersExactly(samples)) {
        notes.add(Frames.ROUNDED);
      }
      return Frames.of(
          source.path(),
          image.width(),
          image.height(),
          samples,
          type.bits(),
          FORMAT,
          calibration,
          notes);
    }

    private FrameGroup ncem(Found found) throws IOException {
      long[] sizes = found.data.getDimensionsAsLong();
      int axes = sizes.length;
      HdfImage image = new HdfImage(source, found.data, axes - 3, axes - 2, axes - 1);
      int frames = axes == 2 ? 1 : frames(sizes[0]);
      return new FrameGroup(
          found.title,
          frames,
          frame -> image.pixels(),
          frame -> {
            channel.startStep();
            List<String> notes = notes();
            Group group = found.data.getParent();
            String unitX = attribute(group.getChildren().get("dim" + axes), "units");
            String unitY = attribute(group.getChildren().get("dim" + (axes - 1)), "units");
            PixelScale scale =
                new PixelScale(
                    step(group.getChildren().get("dim" + axes)),
                    unitX,
                    step(group.getChildren().get("dim" + (axes - 1))),
                    unitY,
                    "EMD axis dim" + axes + " (units=" + unitX + ")");
            return micrograph(image, frame, scale.calibration(source.path(), notes), notes);
          });
    }

    /** Returns the distance of the first two values of an axis; 1 if it has none. */
    private static double step(@Nullable Node axis) {
      if (!(axis instanceof Dataset values)
          || values.isScalar()
          || values.getSize() < 2
          || values.getSize() > MOST_AXIS_VALUES
          || HdfImage.type(values.getDataType()).isEmpty()) {
        return 1;
      }
      Object flat = values.getDataFlat();
      return Array.getDouble(flat, 1) - Array.getDouble(flat, 0);
    }

    private List<MetadataTag> metadata() {
      channel.startStep();
      visited.clear();
      List<MetadataTag> tags = new ArrayList<>();
      list(hdf, 0, tags);
      return tags;
    }

    private void list(Group group, int depth, List<MetadataTag> tags) {
      if (depth > MOST_DEPTH || visited.size() > MOST_GROUPS || !visited.add(group.getAddress())) {
        return;
      }
      attributes(group, tags);
      for (Node node : sorted(group)) {
        if (node instanceof Group child) {
          list(child, depth + 1, tags);
        } else if (node instanceof Dataset data) {
          attributes(data, tags);
          tags.add(new MetadataTag(data.getPath(), told(data)));
          if (data.getName().equals("Metadata")) {
            flatten(data.getPath(), veloxMetadata(group, 0), tags);
          }
        }
      }
    }

    private static void attributes(Node node, List<MetadataTag> tags) {
      for (Attribute attribute : node.getAttributes().values()) {
        tags.add(
            new MetadataTag(node.getPath() + "@" + attribute.getName(), text(attribute.getData())));
      }
    }

    private static String told(Dataset data) {
      if (data.getJavaType() == String.class && data.getSize() <= 1) {
        return text(data.getData());
      }
      return Arrays.toString(data.getDimensionsAsLong())
          + " of "
          + data.getDataType().getSize()
          + " bytes";
    }

    private static void flatten(String path, JsonNode node, List<MetadataTag> tags) {
      if (node.isValueNode()) {
        tags.add(new MetadataTag(path, node.asText()));
      }
      node.properties().forEach(e -> flatten(path + "." + e.getKey(), e.getValue(), tags));
      for (int i = 0; node.isArray() && i < node.size(); i++) {
        flatten(path + "." + i, node.get(i), tags);
      }
    }
  }

  /** Returns the JSON of a frame; of the last one described, if there are fewer. */
  private static JsonNode veloxMetadata(Group image, int frame) {
    if (!(image.getChildren().get("Metadata") instanceof Dataset data)) {
      return JSON.createObjectNode();
    }
    long[] sizes = data.getDimensionsAsLong();
    if (sizes.length != 2 || sizes[0] < 1 || sizes[0] > MOST_METADATA_BYTES || sizes[1] < 1) {
      return JSON.createObjectNode();
    }
    Object column =
        data.getData(new long[] {0, Math.min(frame, sizes[1] - 1)}, new int[] {(int) sizes[0], 1});
    byte[] bytes = new byte[(int) sizes[0]];
    int length = 0;
    while (length < bytes.length) {
      byte value = (byte) Array.getInt(Array.get(column, length), 0);
      if (value == 0) {
        break;
      }
      bytes[length++] = value;
    }
    return json(new String(bytes, 0, length, StandardCharsets.UTF_8));
  }

  private static JsonNode json(String text) {
    try {
      JsonNode node = JSON.readTree(text);
      return node == null ? JSON.createObjectNode() : node;
    } catch (JsonProcessingException e) {
      return JSON.createObjectNode(); // Without it the image is whole, and uncalibrated.
    }
  }

  private static Optional<Group> group(Group parent, String name) {
    return parent.getChildren().get(name) instanceof Group group
        ? Optional.of(group)
        : Optional.empty();
  }

  private static List<Node> sorted(Group group) {
    return group.getChildren().values().stream()
        .sorted(Comparator.comparing(Node::getName))
        .toList();
  }

  /** Returns an attribute as text; empty if there is none. */
  private static String attribute(@Nullable Node node, String name) {
    if (node == null) {
      return "";
    }
    Attribute attribute = node.getAttributes().get(name);
    return attribute == null || attribute.isEmpty() ? "" : text(attribute.getData());
  }

  private static String text(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    if (!value.getClass().isArray()) {
      return value.toString();
    }
    int length = Array.getLength(value);
    if (length == 1) {
      return text(Array.get(value, 0));
    }
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < Math.min(length, 16); i++) {
      texts.add(text(Array.get(value, i)));
    }
    return texts + (length > 16 ? " ... " + length + " in all" : "");
  }

  /**
   * The names of Velox's images: those of the operations that made them, then those of the displays
   * that show them.
   */
  private record VeloxTitles(Map<String, String> titles) {

    VeloxTitles(HdfFile hdf) {
      this(new HashMap<>());
      group(hdf, "Operations").ifPresent(this::operations);
      group(hdf, "Presentation")
          .flatMap(presentation -> group(presentation, "Displays"))
          .flatMap(displays -> group(displays, "ImageDisplay"))
          .ifPresent(
              displays ->
                  entries(displays)
                      .forEach(
                          entry ->
                              put(
                                  entry.getValue().path("dataPath"),
                                  decoded(
                                      entry.getValue().path("display").path("label").asText("")))));
    }

    private void operations(Group operations) {
      // The detectors that an operation takes its inputs from, by its path and in their order.
      Map<String, TreeMap<Integer, String>> inputs = new HashMap<>();
      for (Map.Entry<String, JsonNode> entry : entries(operations, "StemInputOperation")) {
        String detector = entry.getValue().path("detector").asText("");
        put(entry.getValue().path("dataPath"), detector);
        for (JsonNode output : entry.getValue().path("outputs")) {
          inputs
              .computeIfAbsent(output.path("operation").asText(""), path -> new TreeMap<>())
              .put(output.path("inputIndex").asInt(0), detector);
        }
      }
      for (Map.Entry<String, JsonNode> entry : entries(operations, "MathematicsOperation")) {
        if (entry.getValue().path("mathematicsMode").asText("").equals("Subtraction")) {
          List<String> detectors =
              List.copyOf(inputs.getOrDefault(entry.getKey(), new TreeMap<>()).values());
          put(entry.getValue().path("dataPath"), difference(detectors));
        }
      }
      for (Map.Entry<String, JsonNode> entry : entries(operations, "DpcOperation")) {
        put(entry.getValue().path("dataPath"), "DPC");
      }
      for (Map.Entry<String, JsonNode> entry :
          entries(operations, "SurfaceReconstructionOperation")) {
        boolean filtered = entry.getValue().path("enableFilter").asText("").equals("true");
        put(entry.getValue().path("unfilteredDataPath"), "iDPC");
        put(entry.getValue().path("dataPath"), filtered ? "Filtered iDPC" : "iDPC");
      }
    }

    /** Returns "A-C" for the segments DF4-A and DF4-C of one detector. */
    private static String difference(List<String> detectors) {
      Set<String> prefixes = new HashSet<>();
      List<String> segments = new ArrayList<>();
      for (String detector : detectors) {
        int dash = detector.lastIndexOf('-');
        prefixes.add(detector.substring(0, Math.max(0, dash)));
        segments.add(detector.substring(dash + 1));
      }
      return prefixes.size() == 1 ? String.join("-", segments) : String.join(" - ", detectors);
    }

    private void put(JsonNode path, String title) {
      if (!title.isBlank()) {
        titles.putIfAbsent(path.asText(""), title);
      }
    }

    private static List<Map.Entry<String, JsonNode>> entries(Group parent, String name) {
      return group(parent, name).map(VeloxTitles::entries).orElse(List.of());
    }

    /** Returns the pieces of JSON in a group with their paths. */
    private static List<Map.Entry<String, JsonNode>> entries(Group group) {
      List<Map.Entry<String, JsonNode>> entries = new ArrayList<>();
      for (Node node : sorted(group)) {
        if (node instanceof Dataset data
            && data.getJavaType() == String.class
            && data.getSize() <= 1) {
          entries.add(Map.entry(data.getPath(), json(text(data.getData()))));
        }
      }
      return entries;
    }

    private static String decoded(String label) {
      try {
        return URLDecoder.decode(label, StandardCharsets.UTF_8);
      } catch (IllegalArgumentException e) {
        return label;
      }
    }
  }
}
