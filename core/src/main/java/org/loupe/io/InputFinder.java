package org.loupe.io;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;

/**
 * Finds the micrographs that a list of files, folders and patterns stands for.
 *
 * <p>A folder is walked recursively, links followed and loops reported, and gives the files whose
 * extension a reader knows, in the order of their names. A file is taken whatever it is called. A
 * pattern ({@code *}, {@code ?}, {@code [..]}, {@code {..}}, {@code **}) that the shell left alone
 * is matched here. A file that is asked for twice is found once. What cannot be read is in the list
 * with its problem: nothing is dropped in silence.
 */
public final class InputFinder {

  private static final String PATTERN_CHARACTERS = "*?[{";

  private final Optional<Path> excluded;
  private final Map<Path, InputFile> found = new LinkedHashMap<>();

  private InputFinder(Optional<Path> excluded) {
    this.excluded = excluded;
  }

  /** Returns the files that {@code inputs} stand for, in the order asked. */
  public static List<InputFile> find(List<String> inputs) {
    return new InputFinder(Optional.empty()).findAll(inputs);
  }

  /**
   * Returns the files that {@code inputs} stand for, in the order asked.
   *
   * @param inputs paths of files and folders, and patterns
   * @param excluded folder that is not walked into: the results of the run
   */
  public static List<InputFile> find(List<String> inputs, Path excluded) {
    return new InputFinder(Optional.of(absolute(excluded))).findAll(inputs);
  }

  private List<InputFile> findAll(List<String> inputs) {
    inputs.forEach(this::add);
    return withUniqueNames(List.copyOf(found.values()));
  }

  private void add(String input) {
    Path path;
    try {
      path = Path.of(input);
    } catch (InvalidPathException e) {
      addPattern(input);
      return;
    }
    if (Files.isDirectory(path)) {
      walk(path, file -> true);
    } else if (Files.exists(path) || !isPattern(input)) {
      put(path, fileName(path), Optional.empty());
    } else {
      addPattern(input);
    }
  }

  private void addPattern(String pattern) {
    String unified = pattern.replace('\\', '/');
    int wildcard = 0;
    while (wildcard < unified.length()
        && PATTERN_CHARACTERS.indexOf(unified.charAt(wildcard)) < 0) {
      wildcard++;
    }
    int slash = unified.lastIndexOf('/', wildcard);
    Path base = Path.of(slash < 0 ? "." : unified.substring(0, Math.max(1, slash)));
    int before = found.size();
    try {
      PathMatcher matcher =
          FileSystems.getDefault().getPathMatcher("glob:" + unified.substring(slash + 1));
      walk(base, file -> matcher.matches(base.relativize(file)));
    } catch (PatternSyntaxException e) {
      putProblem(pattern, "not a file, and not a pattern either: " + e.getDescription());
      return;
    }
    if (found.size() == before) {
      putProblem(pattern, "no file matches; check the path and the pattern");
    }
  }

  private void putProblem(String input, String problem) {
    Path key = absolute(Path.of("?" + found.size()));
    found.put(key, new InputFile(key, input, Optional.of(problem)));
  }

  private static boolean isPattern(String input) {
    return input.chars().anyMatch(c -> PATTERN_CHARACTERS.indexOf(c) >= 0);
  }

  private void walk(Path folder, PathMatcher wanted) {
    List<InputFile> inFolder = new ArrayList<>();
    try {
      Files.walkFileTree(
          folder,
          EnumSet.of(FileVisitOption.FOLLOW_LINKS),
          Integer.MAX_VALUE,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
              return excluded.equals(Optional.of(absolute(path)))
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (MicrographReaders.isMicrograph(file) && wanted.matches(file)) {
                inFolder.add(new InputFile(file, below(folder, file), Optional.empty()));
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException problem) {
              if (MicrographReaders.isMicrograph(file) || Files.isDirectory(file)) {
                inFolder.add(
                    new InputFile(file, below(folder, file), Optional.of(describe(problem))));
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(
                Path path, @org.jspecify.annotations.Nullable IOException problem) {
              if (problem != null) {
                inFolder.add(
                    new InputFile(path, below(folder, path), Optional.of(describe(problem))));
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      inFolder.add(new InputFile(folder, fileName(folder), Optional.of(describe(e))));
    }
    inFolder.sort(Comparator.comparing(InputFile::name));
    inFolder.forEach(file -> put(file.path(), file.name(), file.problem()));
  }

  private void put(Path path, String name, Optional<String> problem) {
    found.putIfAbsent(absolute(path), new InputFile(path, name, problem));
  }

  private static String describe(IOException problem) {
    if (problem instanceof FileSystemLoopException) {
      return "a link that leads back to a folder above it; remove the link";
    }
    return "cannot be read (" + problem.getClass().getSimpleName() + "); check the permissions";
  }

  /** Puts parent folders before names that occur more than once, until every name is unique. */
  private static List<InputFile> withUniqueNames(List<InputFile> files) {
    List<InputFile> named = new ArrayList<>(files);
    for (int parents = 1; ; parents++) {
      Map<String, Integer> count = new HashMap<>();
      named.forEach(file -> count.merge(file.name(), 1, Integer::sum));
      if (count.size() == named.size() || parents > 64) {
        return List.copyOf(named);
      }
      for (int i = 0; i < named.size(); i++) {
        InputFile file = named.get(i);
        if (count.getOrDefault(file.name(), 0) > 1) {
          named.set(i, new InputFile(file.path(), longer(file), file.problem()));
        }
      }
    }
  }

  private static String longer(InputFile file) {
    Path path = absolute(file.path());
    int depth = (int) file.name().chars().filter(c -> c == '/').count() + 2;
    int first = Math.max(0, path.getNameCount() - depth);
    return slashed(path.subpath(first, path.getNameCount()));
  }

  private static String below(Path folder, Path file) {
    String relative = slashed(folder.relativize(file));
    return relative.isEmpty() ? fileName(folder) : relative;
  }

  private static String fileName(Path path) {
    Path name = absolute(path).getFileName();
    return name == null ? path.toString() : name.toString();
  }

  private static String slashed(Path path) {
    return path.toString().replace(path.getFileSystem().getSeparator(), "/");
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }
}
