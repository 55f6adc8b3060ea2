package dev.whittle.pipeline.verify;

import dev.whittle.pipeline.experiment.DataSetList;
import dev.whittle.pipeline.experiment.Finding;
import dev.whittle.pipeline.experiment.FolderDeletion;
import dev.whittle.pipeline.experiment.Result;
import dev.whittle.pipeline.experiment.ResultFile;
import dev.whittle.pipeline.experiment.ResultsFolder;
import dev.whittle.pipeline.report.DataSets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Checks the results of an experiment on several data sets: those of each data set, as {@link Verification} does, and
 * then the pages and tables over all of them, which are written again from the stored results.
 */
public final class SeveralDataSets {
    private static final String NAME = "data-sets";
    private static final List<String> FILES = List.of(DataSetList.NAME, DataSets.HTML, DataSets.MARKDOWN, DataSets.CSV);

    private final Path folder;
    private final DataSetList list;

    private SeveralDataSets(Path folder, DataSetList list) {
        this.folder = folder;
        this.list = list;
    }

    /** Does the checks of one data set. */
    @FunctionalInterface
    public interface Each {
        /**
         * @param results its results folder
         * @param told receives each check
         */
        List<Check> check(Path results, Consumer<Check> told) throws IOException;
    }

    /** Whether a folder has results of several data sets, and none of its own. */
    public static boolean isIn(Path folder) {
        return !Files.isRegularFile(folder.resolve(ResultFile.NAME))
                && FILES.stream().anyMatch(name -> Files.isRegularFile(folder.resolve(name)));
    }

    /** @throws IOException if the list of the data sets is missing, or not understood */
    public static SeveralDataSets of(Path folder) throws IOException {
        Path file = folder.resolve(DataSetList.NAME);
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + ", the list of the data sets, is missing; run `whittle compare` into this"
                    + " folder again, which trains nothing again that is there");
        }
        return new SeveralDataSets(folder, DataSetList.read(file));
    }

    /** The number of data sets. */
    public int size() {
        return list.dataSets().size();
    }

    /**
     * Does all checks, data set by data set; those of the pages over all of them last.
     *
     * @param told receives each check as soon as it is done
     */
    public List<Check> run(Each each, Consumer<Check> told) throws IOException {
        List<Check> checks = new ArrayList<>();
        for (DataSetList.DataSet set : list.dataSets()) {
            Path own = folder.resolve(DataSetList.folderOf(set.name()));
            if (!Files.isRegularFile(own.resolve(ResultFile.NAME))) {
                continue; // The check of the pages says so.
            }
            try {
                ResultFile.read(own.resolve(ResultFile.NAME));
            } catch (IOException e) {
                add(Check.differs("files", e.getMessage()).of(set.name()), checks, told);
                continue;
            }
            each.check(own, check -> add(check.of(set.name()), checks, told));
        }
        add(pages(), checks, told);
        List<String> others = others();
        if (!others.isEmpty()) {
            add(Check.others(others), checks, told);
        }
        return List.copyOf(checks);
    }

    private static void add(Check check, List<Check> checks, Consumer<Check> told) {
        checks.add(check);
        told.accept(check);
    }

    private Check pages() throws IOException {
        Path again = Files.createTempDirectory("whittle-pages");
        try {
            Optional<Finding> other = otherDataSet();
            if (other.isPresent()) {
                return Check.differs(NAME, other.get());
            }
            List<String> names =
                    list.dataSets().stream().map(DataSetList.DataSet::name).toList();
            DataSets.write(list.name(), names, folder, again);
            for (String name : FILES) {
                Optional<Finding> found = Pages.difference(folder.resolve(name), again.resolve(name));
                if (found.isPresent()) {
                    return Check.differs(NAME, found.get());
                }
            }
            return Check.ok(NAME, String.join(", ", FILES));
        } catch (IOException | RuntimeException e) {
            return Check.notMadeAgain(NAME, e);
        } finally {
            FolderDeletion.delete(again);
        }
    }

    /** The first data set whose result is missing, or is that of another experiment by its name. */
    private Optional<Finding> otherDataSet() throws IOException {
        String file = folder.resolve(DataSetList.NAME).toString();
        for (int d = 0; d < size(); d++) {
            String place = "/dataSets/" + d + "/name";
            String name = list.dataSets().get(d).name();
            Path result = folder.resolve(DataSetList.folderOf(name)).resolve(ResultFile.NAME);
            if (!Files.isRegularFile(result)) {
                return Optional.of(new Finding(file, place, "", quoted(name), "no " + result));
            }
            Result read = ResultFile.read(result);
            String expected = DataSetList.nameOn(list.name(), name);
            String actual = read.experiment() == null
                    ? ""
                    : read.experiment().path("name").asText();
            if (!actual.equals(expected)) {
                return Optional.of(new Finding(
                        file, place, "by the name of the experiment in " + result, quoted(expected), quoted(actual)));
            }
        }
        return Optional.empty();
    }

    private static String quoted(String text) {
        return "'" + text + "'";
    }

    /** What is in the folder and is neither a page nor a listed data set. */
    private List<String> others() throws IOException {
        Set<String> known = new TreeSet<>(FILES);
        known.add(ResultsFolder.LOCK);
        list.dataSets().forEach(set -> known.add(DataSetList.folderOf(set.name())));
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> !known.contains(name))
                    .sorted()
                    .toList();
        }
    }
}
