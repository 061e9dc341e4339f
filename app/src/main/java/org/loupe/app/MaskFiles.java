package org.loupe.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.loupe.image.GrayImage;
import org.loupe.image.Mask;
import org.loupe.io.InputFile;
import org.loupe.io.InputFinder;
import org.loupe.io.MicrographFile;
import org.loupe.io.MicrographReaders;
import org.loupe.micrograph.Micrograph;
import org.loupe.model.FileHash;

/**
 * The masks of {@code --mask}: one image for all micrographs, or a folder with one for each, of the
 * same name but for the ending. Pixels other than 0 are analyzed. Thread-safe.
 */
final class MaskFiles {

  private final Path given;

  /** By the name below the folder, without its ending; empty for one file. */
  private final Map<String, Path> byName = new TreeMap<>();

  private MaskFiles(Path given) {
    this.given = given;
  }

  /**
   * Finds the masks.
   *
   * @throws IOException if there are none, or two for one micrograph
   */
  static MaskFiles of(Path given) throws IOException {
    MaskFiles masks = new MaskFiles(given);
    if (!Files.exists(given)) {
      throw new IOException(given + ": no such mask; check the path");
    }
    if (Files.isDirectory(given)) {
      for (InputFile file : InputFinder.find(List.of(given.toString()))) {
        Path other = masks.byName.put(base(file.name()), file.path());
        if (other != null) {
          throw new IOException(
              file.path() + ": is a mask for the same image as " + other + "; keep one of them");
        }
      }
      if (masks.byName.isEmpty()) {
        throw new IOException(given + ": has no images to be masks; check the path");
      }
    }
    return masks;
  }

  private static String base(String name) {
    int dot = name.lastIndexOf('.');
    return dot > name.lastIndexOf('/') + 1 ? name.substring(0, dot) : name;
  }

  /** Returns the hash of every mask by its name, for the record of the run. */
  Map<String, String> hashes() throws IOException {
    Map<String, String> hashes = new TreeMap<>();
    if (byName.isEmpty()) {
      hashes.put("", FileHash.sha256(given));
    }
    for (Map.Entry<String, Path> mask : byName.entrySet()) {
      hashes.put(mask.getKey(), FileHash.sha256(mask.getValue()));
    }
    return hashes;
  }

  /**
   * Returns which pixels of a micrograph are analyzed.
   *
   * @throws IOException if there is no mask for it, or one that does not fit
   */
  Mask of(InputFile file, Micrograph micrograph) throws IOException {
    Path path = byName.isEmpty() ? given : find(file.name());
    Micrograph mask;
    try (MicrographFile open = MicrographReaders.open(path)) {
      mask = open.frame(0);
    }
    if (mask.width() != micrograph.width() || mask.height() != micrograph.height()) {
      throw new IOException(
          "the mask "
              + path
              + " has "
              + mask.width()
              + " x "
              + mask.height()
              + " pixels, the image "
              + micrograph.width()
              + " x "
              + micrograph.height()
              + "; draw it on this image");
    }
    if (mask.format().equals("JPEG")) {
      throw new IOException(
          "the mask "
              + path
              + " is a JPEG, which changes the values at edges; save it as PNG or TIFF");
    }
    return nonzero(mask.image());
  }

  private Path find(String name) throws IOException {
    String base = base(name);
    Path found = byName.get(base);
    if (found == null) {
      found = byName.get(base.substring(base.lastIndexOf('/') + 1));
    }
    if (found == null) {
      throw new IOException(
          "the mask folder "
              + given
              + " has no "
              + base
              + ".png or the like; add it, white where the image is to be analyzed");
    }
    return found;
  }

  private static Mask nonzero(GrayImage image) {
    boolean[] set = new boolean[image.samples().length];
    for (int i = 0; i < set.length; i++) {
      set[i] = image.samples()[i] != 0;
    }
    return new Mask(image.width(), image.height(), set);
  }

  /** Returns the masks of an option; empty without it. */
  static Optional<MaskFiles> of(Optional<Path> option) throws IOException {
    return option.isPresent() ? Optional.of(of(option.get())) : Optional.empty();
  }
}
