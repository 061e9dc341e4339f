package org.loupe.export;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.loupe.export.labels.ExportFormat;

/**
 * The folder of a run, locked against other runs for as long as this is open.
 *
 * <p>The lock is the system's, on the file {@value #LOCK}: it ends with the process, however that
 * ends. Only files that a run writes are ever removed.
 */
public final class OutputFolder implements Closeable {

  static final String LOCK = ".loupe-lock";

  /** Name of the report to print. */
  public static final String PDF = "report.pdf";

  /** Name of the folder of figures. */
  public static final String PLOTS = "plots";

  private static final String RUN = "run.json";

  /** What grows while a run goes on. */
  private static final List<String> GROWING =
      List.of(ResultFolder.DEFECTS, ResultFolder.IMAGES, ResultJournal.NAME);

  /** What is written at the end of a run, from everything else; no longer true once one begins. */
  private static final List<String> CONCLUSIONS =
      List.of(
          "summary.json",
          RUN,
          "report.html",
          PDF,
          ResultFolder.HISTOGRAMS,
          ResultFolder.BUDGET,
          ResultFolder.SENSITIVITY);

  /** Exports that are one file. */
  private static final List<String> EXPORTED_FILES =
      List.of(ExportFormat.COCO.place(), ResultWorkbook.FILE);

  /** Endings of what is written into the folders of exports and figures. */
  private static final Map<String, List<String>> EXPORTED_INTO =
      Map.of(
          ExportFormat.IMAGEJ_ROI.place(),
          List.of(".zip"),
          ExportFormat.YOLO.place(),
          List.of(".txt"),
          ExportFormat.MASKS.place(),
          List.of(".png"),
          ExportFormat.GEOJSON.place(),
          List.of(".geojson"),
          PLOTS,
          List.of(".svg", ".png"));

  /** Length of the token in the lock file; the lock is on what follows it. */
  private static final int TOKEN = 36;

  private static final int ATTEMPTS = 5;

  private static final AtomicLong NEXT = new AtomicLong();

  private final Path folder;
  private final FileChannel channel;

  private final Set<String> older = new TreeSet<>();

  private OutputFolder(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Opens {@code folder} for a run, making it if it is not there.
   *
   * @throws IOException if it cannot be written, another run is writing into it, or it holds
   *     results that are not to be touched
   */
  public static OutputFolder open(Path folder, ExistingResults existing) throws IOException {
    return open(folder, existing, List.of());
  }

  /**
   * Opens {@code folder} for a run that exports.
   *
   * @param exports files and folders that will be written below it
   * @throws IOException as {@link #open(Path, ExistingResults)}; or if an export that would be
   *     replaced was changed since it was written: a person's corrections shall not be lost
   */
  public static OutputFolder open(Path folder, ExistingResults existing, Collection<String> exports)
      throws IOException {
    Files.createDirectories(folder);
    OutputFolder opened = new OutputFolder(folder, lock(folder));
    try {
      opened.prepare(existing, exports);
      return opened;
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  /**
   * Returns exports and figures of an earlier run that this one, which resumes it, does not write:
   * files and folders, by their names.
   */
  public List<String> older() {
    return List.copyOf(older);
  }

  public Path path() {
    return folder;
  }

  private static FileChannel lock(Path folder) throws IOException {
    Path file = folder.resolve(LOCK);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        FileLock lock = channel.tryLock(TOKEN, 1, false);
        if (lock == null) {
          throw taken(folder);
        }
        // the run that had the lock may have removed the file after it was opened here
        String token = token();
        channel.write(ByteBuffer.wrap(token.getBytes(StandardCharsets.UTF_8)), 0);
        if (holds(file, token)) {
          return channel;
        }
        channel.close();
      } catch (OverlappingFileLockException e) {
        channel.close();
        throw taken(folder);
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    }
    throw taken(folder);
  }

  /** Returns what no other run on this machine writes. */
  private static String token() {
    String unique = ProcessHandle.current().pid() + "-" + NEXT.getAndIncrement();
    return unique + " ".repeat(Math.max(0, TOKEN - unique.length()));
  }

  private static boolean holds(Path file, String token) throws IOException {
    return Files.exists(file) && Files.readString(file, StandardCharsets.UTF_8).startsWith(token);
  }

  private static IOException taken(Path folder) {
    return new IOException(
        folder + ": another run is writing into it; wait for it, or choose another --out");
  }

  private void prepare(ExistingResults existing, Collection<String> exports) throws IOException {
    boolean used =
        Stream.concat(GROWING.stream(), CONCLUSIONS.stream())
            .map(folder::resolve)
            .anyMatch(Files::exists);
    if (!used) {
      return;
    }
    if (existing == ExistingResults.REFUSE) {
      throw new IOException(
          folder
              + ": holds results already; give --overwrite to replace them, --resume to complete"
              + " them, or choose another --out");
    }
    boolean anew = existing == ExistingResults.OVERWRITE;
    List<Path> exported = exported();
    if (!anew) {
      exported.stream()
          .filter(file -> !isIn(file, exports))
          .map(file -> folder.relativize(file).getName(0).toString())
          .forEach(older::add);
    }
    refuseChanged(anew ? exported : exported.stream().filter(f -> isIn(f, exports)).toList());
    for (String name : CONCLUSIONS) {
      Files.deleteIfExists(folder.resolve(name));
    }
    if (anew) {
      Files.deleteIfExists(folder.resolve(ResultJournal.NAME));
      for (Path file : exported) {
        Files.deleteIfExists(file);
        removeEmpty(file.getParent());
      }
    }
    removeParts();
    removeOverlays(anew ? ".png" : "");
  }

  /** Returns the exports and figures of earlier runs. */
  private List<Path> exported() throws IOException {
    List<Path> exported = new ArrayList<>();
    for (String name : EXPORTED_FILES) {
      if (Files.isRegularFile(folder.resolve(name))) {
        exported.add(folder.resolve(name));
      }
    }
    for (Map.Entry<String, List<String>> into : EXPORTED_INTO.entrySet()) {
      Path below = folder.resolve(into.getKey());
      if (Files.isDirectory(below)) {
        try (Stream<Path> files = Files.walk(below)) {
          files
              .filter(Files::isRegularFile)
              .filter(f -> into.getValue().stream().anyMatch(e -> f.toString().endsWith(e)))
              .forEach(exported::add);
        }
      }
    }
    return exported;
  }

  private boolean isIn(Path file, Collection<String> places) {
    return places.stream().anyMatch(place -> file.startsWith(folder.resolve(place)));
  }

  /** A run writes its exports before it writes of itself: what is newer, somebody changed. */
  private void refuseChanged(List<Path> exported) throws IOException {
    Path run = folder.resolve(RUN);
    if (!Files.exists(run)) {
      return;
    }
    FileTime written = Files.getLastModifiedTime(run);
    for (Path file : exported) {
      if (!file.startsWith(folder.resolve(PLOTS))
          && Files.getLastModifiedTime(file).compareTo(written) > 0) {
        throw new IOException(
            file
                + ": was changed after the run that wrote it, and would be lost; choose another"
                + " --out, or move the file away");
      }
    }
  }

  /** Removes the folders that exports have left empty. */
  private void removeEmpty(@Nullable Path below) throws IOException {
    for (Path at = below; at != null && !at.equals(folder); at = at.getParent()) {
      try {
        Files.delete(at);
      } catch (DirectoryNotEmptyException e) {
        return;
      }
    }
  }

  /** Removes what a killed run was writing. */
  private void removeParts() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(OutputFolder::isPart).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Removes temporary files, and those with an ending if there is one, from the overlays. */
  private void removeOverlays(String ending) throws IOException {
    Path overlays = folder.resolve(ResultFolder.OVERLAYS);
    if (!Files.isDirectory(overlays)) {
      return;
    }
    Files.walkFileTree(
        overlays,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            boolean older = !ending.isEmpty() && file.toString().endsWith(ending);
            if (attributes.isRegularFile() && (older || isPart(file))) {
              Files.delete(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static boolean isPart(Path file) {
    Path name = file.getFileName();
    return name != null && name.toString().startsWith(AtomicFile.PART);
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      Files.deleteIfExists(folder.resolve(LOCK));
    } catch (IOException e) {
      // Windows keeps a file that is open: it stays, and does no harm
    }
  }
}
