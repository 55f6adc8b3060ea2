package dev.whittle.pipeline.experiment;

import dev.whittle.feature.file.CsvReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Two {@code images.csv}, compared image by image: what the images are, and what they are used for. */
public final class ListedImages {
    private static final Set<String> OF_IMAGES = Set.of(ImageLists.NAME, ImageLists.CLASS, ImageLists.CHECKSUM);

    private final Path expectedFile;
    private final List<CsvReader.Row> expected;
    private final List<CsvReader.Row> actual;
    private final Optional<Finding> bytes;

    /** @throws IOException if a file cannot be read */
    public ListedImages(Path expected, Path actual) throws IOException {
        this.expectedFile = expected;
        this.expected = CsvReader.read(expected);
        this.actual = CsvReader.read(actual);
        this.bytes = FileDifference.first(expected, actual).map(d -> finding(d.place(), "", d.expected(), d.actual()));
    }

    /** The first image with another name, class or checksum of its pixels, or one too many or too few. */
    public Optional<Finding> otherImage() {
        for (int i = 1; i < Math.max(expected.size(), actual.size()); i++) {
            if (i >= expected.size() || i >= actual.size()) {
                boolean more = i < actual.size();
                CsvReader.Row row = more ? actual.get(i) : expected.get(i);
                return Optional.of(finding(
                        "line " + row.line(),
                        "image " + row.fields().get(0),
                        more ? "absent" : "an image",
                        more ? "an image" : "absent"));
            }
            Optional<Finding> found = differing(i, true);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** The first image that is used for something else, such as for validation and not for training. */
    public Optional<Finding> otherUse() {
        List<String> stored = header(expected);
        List<String> now = header(actual);
        if (!stored.equals(now)) {
            return Optional.of(
                    finding("line 1", "", "'" + String.join(",", stored) + "'", "'" + String.join(",", now) + "'"));
        }
        for (int i = 1; i < Math.min(expected.size(), actual.size()); i++) {
            Optional<Finding> found = differing(i, false);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** The first difference in the bytes, such as in white space. */
    public Optional<Finding> otherBytes() {
        return bytes;
    }

    private static List<String> header(List<CsvReader.Row> rows) {
        return rows.isEmpty() ? List.of() : rows.get(0).fields();
    }

    /** By the names of the columns, as another experiment has other columns. */
    private Optional<Finding> differing(int row, boolean ofImage) {
        List<String> names = header(expected);
        List<String> namesNow = header(actual);
        CsvReader.Row stored = expected.get(row);
        CsvReader.Row actualRow = actual.get(row);
        for (int c = 0; c < names.size(); c++) {
            int now = namesNow.indexOf(names.get(c));
            if (now < 0 || OF_IMAGES.contains(names.get(c)) != ofImage) {
                continue;
            }
            String there = c < stored.fields().size() ? stored.fields().get(c) : "absent";
            String here = actualRow.fields().get(now);
            if (!there.equals(here)) {
                return Optional.of(finding(
                        "line " + stored.line() + ", " + names.get(c),
                        "image " + actualRow.fields().get(0),
                        "'" + there + "'",
                        "'" + here + "'"));
            }
        }
        return Optional.empty();
    }

    private Finding finding(String place, String of, String there, String here) {
        return new Finding(expectedFile.toString(), place, of, there, here);
    }
}
