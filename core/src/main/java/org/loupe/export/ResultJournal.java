package org.loupe.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.loupe.defect.MicrographOutcome;

/**
 * What a run remembers of each file that it has finished, so that another run can go on from there:
 * {@value #NAME}, a line a file.
 *
 * <p>A line is for one file with one content, analyzed with one set of settings; whatever differs
 * finds nothing. A line that a kill has cut is dropped. In memory is only where each line lies.
 * {@link #find} may be called from any thread; the other methods from one.
 */
public final class ResultJournal implements Closeable {

  /** Name of the file in the output folder. */
  public static final String NAME = "resume.jsonl";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** How every line begins, before its key. */
  private static final String BEGIN = "{\"key\":\"";

  /** More than a line's beginning and key have characters. */
  private static final int HEAD = 256;

  private final String settings;
  private final Map<String, Line> lines = new HashMap<>();

  /** Key of the latest line of each file, whatever it was analyzed with. */
  private final Map<String, String> latest = new HashMap<>();

  /** Keys of the lines that were given back: they need not be written again. */
  private final Set<String> given = ConcurrentHashMap.newKeySet();

  private final FileChannel reader;
  private final AppendedFile writer;

  private record Line(long offset, int length) {}

  private ResultJournal(Path file, String settings) throws IOException {
    this.settings = settings;
    this.writer = AppendedFile.resume(file, index(file));
    this.reader = FileChannel.open(file, StandardOpenOption.READ);
  }

  /**
   * Opens the journal of an output folder, or begins one.
   *
   * @param settings hash of everything beside the files themselves that the results depend on
   */
  public static ResultJournal open(OutputFolder folder, String settings) throws IOException {
    return new ResultJournal(folder.path().resolve(NAME), settings);
  }

  /** Finds where the lines lie and returns where the last whole one ends. */
  private long index(Path file) throws IOException {
    if (!Files.exists(file)) {
      return 0;
    }
    long begin = 0;
    long at = 0;
    StringBuilder head = new StringBuilder();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      for (int c = in.read(); c >= 0; c = in.read()) {
        at++;
        if (c == '\n') {
          remember(head, new Line(begin, (int) (at - begin)));
          head.setLength(0);
          begin = at;
        } else if (head.length() < HEAD) {
          head.append((char) c);
        }
      }
    }
    return begin;
  }

  private void remember(StringBuilder head, Line line) {
    int end = head.indexOf("\"", BEGIN.length());
    if (head.indexOf(BEGIN) == 0 && end > 0) {
      String key = head.substring(BEGIN.length(), end);
      lines.put(key, line); // the latest counts
      latest.put(nameOf(key), key);
    }
  }

  /**
   * Returns the outcomes of a file, one a frame, if it was finished with this content and these
   * settings; empty if not, or if its line is damaged.
   *
   * @param name of the file in the tables
   * @param sha256 hash of its content
   */
  public Optional<List<MicrographOutcome>> find(String name, String sha256) throws IOException {
    String key = key(name, sha256);
    Line line = lines.get(key);
    if (line == null) {
      return Optional.empty();
    }
    ByteBuffer bytes = ByteBuffer.allocate(line.length());
    long at = line.offset();
    while (bytes.hasRemaining()) {
      int read = reader.read(bytes, at);
      if (read < 0) {
        return Optional.empty();
      }
      at += read;
    }
    try {
      JsonNode found = JSON.readTree(bytes.array());
      if (!found.required("file").asText().equals(name)) {
        return Optional.empty(); // two names with one hash and one content
      }
      List<MicrographOutcome> outcomes = new ArrayList<>();
      found.required("frames").forEach(frame -> outcomes.add(ResultJson.read(frame)));
      given.add(key);
      return Optional.of(outcomes);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns whether what was last written of a file is what these settings and this content gave:
   * pictures and exports may be of others.
   */
  public boolean isLatest(String name, String sha256) {
    String key = key(name, sha256);
    return key.equals(latest.get(nameOf(key)));
  }

  /** Remembers a file; one with a frame that failed is left to be tried again. */
  public void append(String name, String sha256, List<MicrographOutcome> outcomes)
      throws IOException {
    String key = key(name, sha256);
    if (given.contains(key) || outcomes.stream().anyMatch(o -> o.result().isEmpty())) {
      return;
    }
    ObjectNode line = JSON.createObjectNode();
    line.put("key", key);
    line.put("file", name);
    ArrayNode frames = line.putArray("frames");
    outcomes.forEach(outcome -> frames.add(ResultJson.write(outcome)));
    writer.append((JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the part of a key that is of the file's name. */
  private static String nameOf(String key) {
    return key.substring(key.lastIndexOf('-') + 1);
  }

  private String key(String name, String sha256) {
    return settings + "-" + sha256 + "-" + Integer.toHexString(name.hashCode());
  }

  @Override
  public void close() throws IOException {
    try (reader) {
      writer.close();
    }
  }
}
