package org.loupe.io;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.loupe.micrograph.Micrograph;

/**
 * All readers, and the choice among them.
 *
 * <p>The first bytes of a file decide, not its name: a TIFF called {@code a.png} is read as the
 * TIFF that it is.
 */
public final class MicrographReaders {

  /** Number of bytes from the start of a file that a reader may look at to recognize it. */
  public static final int HEAD_BYTES = 1024;

  private static final String REMEDY = "; copy or export the micrograph again";

  private static final List<MicrographReader> ALL =
      List.of(
          new PngReader(),
          new JpegReader(),
          new BmpReader(),
          new TiffReader(),
          new DmReader(),
          new SerReader(),
          new EmdReader(),
          new MrcReader()); // Last: it has no magic number that all of its files carry.

  private MicrographReaders() {}

  /** Returns whether the name of {@code path} has the extension of a known format. */
  public static boolean isMicrograph(Path path) {
    Path name = path.getFileName();
    if (name == null) {
      return false;
    }
    String text = name.toString();
    String extension = text.substring(text.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return text.lastIndexOf('.') > 0
        && ALL.stream().anyMatch(reader -> reader.extensions().contains(extension));
  }

  /** Returns the names of all formats, with commas between, for messages. */
  public static String formats() {
    return ALL.stream().map(MicrographReader::format).collect(Collectors.joining(", "));
  }

  /**
   * Opens a micrograph of any known format.
   *
   * <p>Neither this call nor the returned file lets any other exception out for the sake of what a
   * file holds, even where a library below throws one.
   *
   * @throws MicrographReadException if the file cannot be opened, is damaged or is not supported
   */
  public static MicrographFile open(Path path) throws IOException {
    return guarded(
        path,
        () -> {
          byte[] head = head(path);
          for (MicrographReader reader : ALL) {
            if (reader.recognizes(head)) {
              return new GuardedFile(path, reader.open(path));
            }
          }
          throw unrecognized(path, head);
        });
  }

  /**
   * Reads the micrograph of a file that holds one.
   *
   * @throws MicrographReadException if the file cannot be opened, is damaged, is not supported, or
   *     has several frames: {@link #open} gives each
   */
  public static Micrograph read(Path path) throws IOException {
    try (MicrographFile file = open(path)) {
      if (file.frames() != 1) {
        throw new UnsupportedFormatException(
            path, "has " + file.frames() + " frames where one is wanted; choose one of them");
      }
      return file.frame(0);
    }
  }

  private static byte[] head(Path path) throws IOException {
    try (ByteSource source = ByteSource.open(path)) {
      if (source.size() == 0) {
        throw new MicrographFormatException(
            path, "is empty (0 bytes); copy or export the micrograph again");
      }
      return source.bytes(0, (int) Math.min(HEAD_BYTES, source.size()));
    }
  }

  private static IOException unrecognized(Path path, byte[] head) {
    if (ForeignFormat.isEmi(head)) {
      return new UnsupportedFormatException(
          path,
          "is the EMI file of a TIA series, which holds no images; name the .ser files beside it,"
              + " which are read together with it");
    }
    String remedy = "; formats read: " + formats() + "; export the micrograph as TIFF";
    return ForeignFormat.of(head)
        .<IOException>map(
            name -> new UnsupportedFormatException(path, "is a " + name + " file" + remedy))
        .orElseGet(
            () ->
                new MicrographFormatException(
                    path, "is not an image of any known format, or is damaged" + remedy));
  }

  private interface Action<T> {
    T run() throws IOException;
  }

  /** Runs {@code action}; whatever goes wrong leaves as a {@link MicrographReadException}. */
  private static <T> T guarded(Path path, Action<T> action) throws IOException {
    try {
      return action.run();
    } catch (MicrographReadException e) {
      throw e;
    } catch (ClosedByInterruptException e) {
      throw new MicrographAccessException(path, "was not read to its end: interrupted", e);
    } catch (IOException e) {
      throw new MicrographFormatException(path, "cannot be read: " + reason(e) + REMEDY, e);
    } catch (OutOfMemoryError e) {
      throw new UnsupportedFormatException(path, "needs " + PixelBudget.tooMuch(), e);
    } catch (RuntimeException | StackOverflowError e) {
      // A library passes on what this package throws below it.
      for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
        if (cause instanceof MicrographReadException problem) {
          throw problem;
        }
      }
      throw new MicrographFormatException(
          path, "is damaged or of a kind not foreseen: " + reason(e) + REMEDY, e);
    }
  }

  private static String reason(Throwable thrown) {
    String message = thrown.getMessage();
    return message == null || message.isBlank() ? thrown.getClass().getSimpleName() : message;
  }

  private record GuardedFile(Path path, MicrographFile file) implements MicrographFile {

    @Override
    public int frames() {
      return file.frames();
    }

    @Override
    public Micrograph frame(int index) throws IOException {
      Objects.checkIndex(index, file.frames());
      return guarded(path, () -> file.frame(index));
    }

    @Override
    public long pixels(int index) throws IOException {
      Objects.checkIndex(index, file.frames());
      return guarded(path, () -> file.pixels(index));
    }

    @Override
    public String title(int index) {
      return file.title(Objects.checkIndex(index, file.frames()));
    }

    @Override
    public List<MetadataTag> metadata() throws IOException {
      return guarded(path, file::metadata);
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
