package org.loupe.io;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A file that a user asked for.
 *
 * @param path where it lies
 * @param name its name in the tables: the path below the folder that was asked for, with slashes;
 *     unique within one run
 * @param problem why it cannot be read, if that is known before reading it
 */
public record InputFile(Path path, String name, Optional<String> problem) {}
