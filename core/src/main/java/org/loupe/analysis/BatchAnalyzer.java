package org.loupe.analysis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.loupe.defect.MicrographOutcome;
import org.loupe.defect.MicrographResult;
import org.loupe.image.AreaSums;
import org.loupe.io.FrameChoice;
import org.loupe.io.InputFile;
import org.loupe.io.MicrographFile;
import org.loupe.io.MicrographReaders;
import org.loupe.micrograph.Micrograph;
import org.loupe.model.FileHash;

/**
 * Analyzes many files: one file's failure is an entry in the results, and the run goes on.
 *
 * <p>Files are worked on in parallel, at most twice as many at a time as there are threads, and
 * handed over in the order they were given, so that the tables do not depend on the threads. Large
 * micrographs wait for each other where the Java heap would not hold them at once; one that runs
 * out of memory beside others is tried again alone. A file with several frames gives one micrograph
 * a frame, named {@code file#1}, {@code file#2}, ...
 */
public final class BatchAnalyzer {

  private final DefectAnalyzer analyzer;
  private final FrameChoice frames;
  private final Preparation preparation;
  private final int threads;
  private final LongSupplier nanoClock;
  private final MarkSource labels;
  private final PixelsInFlight inFlight;

  /** Takes the results of a batch. */
  public interface Listener {

    /**
     * Returns what became of a file in an earlier run, if it still holds: the file is then not
     * analyzed again. Called by the thread that would analyze it.
     *
     * @param sha256 hash of the file's content, in hexadecimal
     */
    default Optional<List<MicrographOutcome>> known(InputFile file, String sha256)
        throws IOException {
      return Optional.empty();
    }

    /**
     * Called by the thread that analyzed {@code micrograph}, while its pixels are in memory.
     *
     * @throws IOException if what should be made of it cannot be written, which ends the run: it
     *     could not be written for the others either
     */
    void analyzed(Micrograph micrograph, MicrographResult result) throws IOException;

    /** Called for each file in the order given, by the thread that runs the batch. */
    void finished(FileOutcome outcome) throws IOException;
  }

  /**
   * @param frames which frames of each file are analyzed
   * @param preparation what is done to each micrograph before it is analyzed, such as setting the
   *     calibration and finding the region
   * @param threads number of threads; positive
   * @param nanoClock a clock in nanoseconds, for the elapsed time of each micrograph
   */
  public BatchAnalyzer(
      DefectAnalyzer analyzer,
      FrameChoice frames,
      Preparation preparation,
      int threads,
      LongSupplier nanoClock) {
    this(analyzer, frames, preparation, threads, nanoClock, MarkSource.none());
  }

  /**
   * @param labels what takes the place of the machine's detections in the micrographs that it knows
   */
  public BatchAnalyzer(
      DefectAnalyzer analyzer,
      FrameChoice frames,
      Preparation preparation,
      int threads,
      LongSupplier nanoClock,
      MarkSource labels) {
    this(
        analyzer,
        frames,
        preparation,
        threads,
        nanoClock,
        labels,
        PixelsInFlight.forHeap(Runtime.getRuntime().maxMemory()));
  }

  BatchAnalyzer(
      DefectAnalyzer analyzer,
      FrameChoice frames,
      Preparation preparation,
      int threads,
      LongSupplier nanoClock,
      MarkSource labels,
      PixelsInFlight inFlight) {
    this.analyzer = analyzer;
    this.frames = frames;
    this.preparation = preparation;
    this.threads = threads;
    this.nanoClock = nanoClock;
    this.labels = labels;
    this.inFlight = inFlight;
  }

  /**
   * Analyzes {@code files}.
   *
   * @param cancelled asked before each file; once true, files not yet begun are left out
   * @throws IOException if {@code listener} cannot take a result
   */
  public void run(List<InputFile> files, Listener listener, BooleanSupplier cancelled)
      throws IOException {
    ForkJoinPool pool = new ForkJoinPool(threads);
    AtomicReference<@Nullable IOException> unwritten = new AtomicReference<>();
    Deque<ForkJoinTask<Optional<FileOutcome>>> ahead = new ArrayDeque<>();
    try {
      for (InputFile file : files) {
        if (ahead.size() >= 2 * threads) {
          handOver(ahead.remove(), listener);
        }
        ahead.add(
            pool.submit(
                () ->
                    cancelled.getAsBoolean() || unwritten.get() != null
                        ? Optional.empty()
                        : analyze(file, listener, pool, unwritten)));
      }
      while (!ahead.isEmpty()) {
        handOver(ahead.remove(), listener);
      }
      IOException problem = unwritten.get();
      if (problem != null) {
        throw problem;
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static void handOver(ForkJoinTask<Optional<FileOutcome>> task, Listener listener)
      throws IOException {
    Optional<FileOutcome> outcome = task.join();
    if (outcome.isPresent()) {
      listener.finished(outcome.get());
    }
  }

  private Optional<FileOutcome> analyze(
      InputFile file,
      Listener listener,
      ForkJoinPool pool,
      AtomicReference<@Nullable IOException> unwritten) {
    try {
      return Optional.of(analyze(file, listener, pool));
    } catch (UnwrittenException e) {
      unwritten.compareAndSet(null, e.getCause());
      return Optional.empty();
    }
  }

  private FileOutcome analyze(InputFile file, Listener listener, ForkJoinPool pool) {
    if (file.problem().isPresent()) {
      return failed(file, Optional.empty(), file.problem().get());
    }
    Optional<String> hash = Optional.empty();
    try (MicrographFile open = MicrographReaders.open(file.path())) {
      hash = Optional.of(FileHash.sha256(file.path()));
      Optional<List<MicrographOutcome>> known = listener.known(file, hash.get());
      if (known.isPresent()) {
        return new FileOutcome(file, hash, known.get());
      }
      List<MicrographOutcome> outcomes = new ArrayList<>();
      for (int frame : chosen(open)) {
        String name = FrameChoice.name(file.name(), frame, open.frames());
        outcomes.add(analyze(file, open, frame, name, listener, pool));
      }
      return new FileOutcome(file, hash, outcomes);
    } catch (UnwrittenException e) {
      throw e;
    } catch (IOException e) {
      return failed(file, hash, describe(e, file));
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
      return failed(file, hash, describe(e, file));
    }
  }

  @SuppressWarnings("try") // the room is held, not used
  private MicrographOutcome analyze(
      InputFile file,
      MicrographFile open,
      int frame,
      String name,
      Listener listener,
      ForkJoinPool pool) {
    try {
      try (PixelsInFlight.Room room = inFlight.enter(counted(open.pixels(frame)))) {
        return analyzeInRoom(file, open, frame, name, listener, pool);
      } catch (OutOfMemoryError e) {
        // perhaps for what others held: what is said of it counts when it has all for itself
        try (PixelsInFlight.Room room = inFlight.enterAlone()) {
          return analyzeInRoom(file, open, frame, name, listener, pool);
        }
      }
    } catch (IOException | OutOfMemoryError e) {
      return MicrographOutcome.failed(name, describe(e, file), 0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return MicrographOutcome.failed(name, "was not analyzed: interrupted", 0);
    }
  }

  private int[] chosen(MicrographFile open) throws IOException {
    try {
      return frames.of(open.frames()).toArray();
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Micrographs that are screened by sums over areas take a quarter more. */
  private static long counted(long pixels) {
    return pixels <= AreaSums.MAX_PIXELS ? pixels + pixels / 4 : pixels;
  }

  /**
   * Analyzes a micrograph; whatever goes wrong with it is an outcome.
   *
   * @throws OutOfMemoryError if it does not fit beside what else is in memory
   */
  private MicrographOutcome analyzeInRoom(
      InputFile file,
      MicrographFile open,
      int frame,
      String name,
      Listener listener,
      ForkJoinPool pool) {
    long start = nanoClock.getAsLong();
    try {
      Preparation.Prepared prepared = preparation.prepare(file, open.frame(frame));
      Micrograph micrograph = prepared.micrograph();
      // asked first: labels that do not fit should not cost an analysis
      Optional<List<DrawnMark>> marks = labels.marks(name, micrograph.width(), micrograph.height());
      MicrographResult found = analyzer.analyze(name, micrograph, prepared.region(), pool);
      MicrographResult result =
          marks.map(given -> analyzer.revise(found, given, micrograph)).orElse(found);
      double elapsedMs = (nanoClock.getAsLong() - start) / 1e6;
      tell(listener, micrograph, result);
      return MicrographOutcome.done(result, elapsedMs);
    } catch (UnwrittenException e) {
      throw e;
    } catch (IOException | NonSquarePixelsException e) {
      if (e.getCause() instanceof OutOfMemoryError memory) {
        throw memory; // a reader says so in words
      }
      return MicrographOutcome.failed(
          name, describe(e, file), (nanoClock.getAsLong() - start) / 1e6);
    } catch (RuntimeException | StackOverflowError e) {
      return MicrographOutcome.failed(
          name, describe(e, file), (nanoClock.getAsLong() - start) / 1e6);
    }
  }

  private static void tell(Listener listener, Micrograph micrograph, MicrographResult result) {
    try {
      listener.analyzed(micrograph, result);
    } catch (IOException e) {
      throw new UnwrittenException(e);
    }
  }

  /** The listener could not write what it made of a micrograph. */
  private static final class UnwrittenException extends UncheckedIOException {

    private static final long serialVersionUID = 1;

    UnwrittenException(IOException cause) {
      super(cause);
    }
  }

  private static FileOutcome failed(InputFile file, Optional<String> hash, String error) {
    return new FileOutcome(file, hash, List.of(MicrographOutcome.failed(file.name(), error, 0)));
  }

  /**
   * Returns one line that says what went wrong with {@code file} and, where it is known, the
   * remedy; without the file's path, which the row has already and which differs from machine to
   * machine.
   */
  private static String describe(Throwable problem, InputFile file) {
    String line = describe(problem).replace('\n', ' ');
    String path = file.path() + ": ";
    return line.startsWith(path) ? line.substring(path.length()) : line;
  }

  private static String describe(Throwable problem) {
    if (problem instanceof UncheckedIOException unchecked) {
      return describe(Objects.requireNonNull(unchecked.getCause()));
    }
    if (problem instanceof OutOfMemoryError) {
      long mebibytes = Runtime.getRuntime().maxMemory() >> 20;
      return String.format(
          Locale.ROOT,
          "needs more memory than the %d MB that Java may use; give it more by"
              + " LOUPE_JAVA_OPTIONS=-Xmx%dg, or crop the image",
          mebibytes,
          mebibytes / 512 + 1);
    }
    if (problem instanceof NoSuchFileException) {
      return "no such file; check the path";
    }
    if (problem instanceof AccessDeniedException) {
      return "may not be read; check the permissions";
    }
    String message = Objects.toString(problem.getMessage(), "");
    if (problem instanceof IOException || problem instanceof NonSquarePixelsException) {
      return message.isEmpty() ? problem.getClass().getSimpleName() : message;
    }
    return "internal error, please report it with the file: "
        + problem.getClass().getSimpleName()
        + (message.isEmpty() ? "" : " (" + message + ")");
  }
}
