package org.loupe.training.cascade;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.loupe.cascade.CascadeFormatException;
import org.loupe.cascade.CascadeXml;
import org.loupe.cascade.LbpCascade;
import org.loupe.export.AtomicFile;

/**
 * What an interrupted training goes on from: a zip of {@code state.json}, {@code cascade.xml} and
 * {@code negatives}, written anew after each stage.
 *
 * @param fingerprint of the micrographs, their annotations and the settings
 * @param cascade the stages so far; at least one
 * @param reports of these
 * @param points what the validation micrographs said of the stages so far
 * @param negatives keys of the windows at hand that pass all stages
 * @param complete whether these are all that there are
 */
record TrainingState(
    String fingerprint,
    LbpCascade cascade,
    List<StageReport> reports,
    List<CurvePoint> points,
    long[] negatives,
    boolean complete) {

  private static final int FORMAT = 2;
  private static final int MAX_ENTRY = 64 << 20;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  TrainingState {
    reports = List.copyOf(reports);
    points = List.copyOf(points);
  }

  /** The part that is JSON. */
  private record Head(
      int format,
      String fingerprint,
      boolean complete,
      int negatives,
      List<StageReport> reports,
      List<CurvePoint> points) {}

  /**
   * Replaces the file by this state. A reader sees the old state or the new one, also after a kill.
   *
   * @throws IOException if the disk is full or the folder cannot be written
   */
  void write(Path file) throws IOException {
    Path part = part(file);
    try {
      try (FileChannel channel =
              FileChannel.open(
                  part,
                  StandardOpenOption.WRITE,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.TRUNCATE_EXISTING);
          OutputStream out = java.nio.channels.Channels.newOutputStream(channel)) {
        write(out);
        channel.force(true);
      } catch (FileSystemException e) {
        throw e; // names a file already
      } catch (IOException e) {
        throw AtomicFile.named(file, e);
      }
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** Returns what a state is written to before it gets its name; a kill may leave it behind. */
  static Path part(Path file) {
    return file.resolveSibling(file.getFileName() + ".part");
  }

  private void write(OutputStream out) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    zip.putNextEntry(new ZipEntry("state.json"));
    Head head = new Head(FORMAT, fingerprint, complete, negatives.length, reports, points);
    zip.write(JSON.writeValueAsBytes(head));
    zip.closeEntry();
    zip.putNextEntry(new ZipEntry("cascade.xml"));
    ByteArrayOutputStream xml = new ByteArrayOutputStream();
    CascadeXml.write(cascade, xml);
    xml.writeTo(zip);
    zip.closeEntry();
    zip.putNextEntry(new ZipEntry("negatives"));
    DataOutputStream data = new DataOutputStream(zip);
    for (long key : negatives) {
      data.writeLong(key);
    }
    data.flush();
    zip.closeEntry();
    zip.finish();
  }

  /**
   * Reads a state.
   *
   * @throws TrainingStateException if the file is no state or a damaged one
   * @throws IOException if it cannot be read
   */
  static TrainingState read(Path file) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      Head head = JSON.readValue(entry(zip, file, "state.json"), Head.class);
      if (head == null) {
        throw new TrainingStateException(file, "is damaged");
      }
      if (head.format() != FORMAT) {
        throw new TrainingStateException(file, "was written by another version of Loupe");
      }
      if (head.fingerprint() == null || head.reports() == null || head.points() == null) {
        throw new TrainingStateException(file, "is damaged");
      }
      LbpCascade cascade =
          CascadeXml.read(
              new ByteArrayInputStream(entry(zip, file, "cascade.xml")), file + ", cascade.xml");
      byte[] keys = entry(zip, file, "negatives");
      if (keys.length != 8L * head.negatives()
          || cascade.stages().size() != head.reports().size()) {
        throw new TrainingStateException(file, "is damaged");
      }
      long[] negatives = new long[head.negatives()];
      DataInputStream data = new DataInputStream(new ByteArrayInputStream(keys));
      for (int i = 0; i < negatives.length; i++) {
        negatives[i] = data.readLong();
      }
      return new TrainingState(
          head.fingerprint(), cascade, head.reports(), head.points(), negatives, head.complete());
    } catch (ZipException | EOFException | JacksonException | CascadeFormatException e) {
      throw new TrainingStateException(file, "is damaged (" + e.getMessage() + ")");
    }
  }

  private static byte[] entry(ZipFile zip, Path file, String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new TrainingStateException(file, "lacks the part " + name);
    }
    byte[] bytes = zip.getInputStream(entry).readNBytes(MAX_ENTRY + 1);
    if (bytes.length > MAX_ENTRY) {
      throw new TrainingStateException(file, "is damaged: " + name + " is too large");
    }
    return bytes;
  }
}
