package org.loupe.export;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes a table as CSV: one header line, UTF-8, RFC 4180, LF; whole rows reach the disk. */
public final class TableWriter<R> implements Closeable {

  private final List<Column<R>> columns;
  private final CsvWriter csv;

  public TableWriter(Path file, List<Column<R>> columns) throws IOException {
    this.columns = columns;
    this.csv =
        CsvWriter.builder()
            .lineDelimiter(LineDelimiter.LF)
            .build(Files.newBufferedWriter(file, StandardCharsets.UTF_8));
    csv.writeRecord(columns.stream().map(Column::name).toList());
    csv.flush();
  }

  public void write(R row) {
    csv.writeRecord(columns.stream().map(column -> column.cell(row)).toList());
  }

  public void flush() throws IOException {
    csv.flush();
  }

  @Override
  public void close() throws IOException {
    csv.close();
  }
}
