package dev.whittle.pipeline.experiment;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whittle.classify.model.JsonAt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code data-sets.json}: the data sets that an experiment was run on, in its order, with the hashes of their results.
 *
 * @param name the name of the experiment
 */
public record DataSetList(String name, List<DataSet> dataSets) {
    public static final String NAME = "data-sets.json";
    private static final String FORMAT = "whittle-data-sets";
    private static final int VERSION = 1;

    /**
     * @param name as {@link ExperimentFile} names it
     * @param folder of its results, beside the list
     * @param resultSha256 of its {@code result.json}
     */
    public record DataSet(String name, String folder, String resultSha256) {}

    public DataSetList {
        dataSets = List.copyOf(dataSets);
        List<String> folders =
                dataSets.stream().map(set -> folderOf(set.name())).distinct().toList();
        if (dataSets.isEmpty() || folders.size() < dataSets.size()) {
            throw new IllegalArgumentException("Expected data sets with folders of their own, got "
                    + dataSets.stream().map(DataSet::name).toList());
        }
    }

    /**
     * Lists results.
     *
     * @param folder with a folder for each data set
     * @throws IOException if the result of a data set is missing
     */
    public static DataSetList of(String name, List<String> dataSets, Path folder) throws IOException {
        List<DataSet> all = new ArrayList<>();
        for (String dataSet : dataSets) {
            String own = folderOf(dataSet);
            all.add(new DataSet(dataSet, own, Hashes.ofBytes(folder.resolve(own).resolve(ResultFile.NAME))));
        }
        return new DataSetList(name, all);
    }

    /** The folder of a data set's own results, within that of all. */
    public static String folderOf(String dataSet) {
        return FolderNames.slug(dataSet);
    }

    /** What the experiment on one of its data sets is named. */
    public static String nameOn(String experiment, String dataSet) {
        return experiment + " on " + dataSet;
    }

    /** @throws IOException if the file is missing, or something in it is not understood */
    public static DataSetList read(Path file) throws IOException {
        return JsonFile.read(file, at -> {
            at.onlyKeys(List.of("format", "version", "name", "dataSets"));
            if (!at.get("format").text().equals(FORMAT)) {
                throw at.get("format").expected(FORMAT);
            }
            at.get("version").wholeNumber(VERSION, VERSION);
            return new DataSetList(
                    at.get("name").text(),
                    at.get("dataSets").elements().stream()
                            .map(DataSetList::decode)
                            .toList());
        });
    }

    private static DataSet decode(JsonAt at) {
        at.onlyKeys(List.of("name", "folder", "resultSha256"));
        return new DataSet(
                at.get("name").text(),
                at.get("folder").text(),
                at.get("resultSha256").text());
    }

    public void write(Path file) throws IOException {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("format", FORMAT).put("version", VERSION).put("name", name);
        ArrayNode all = tree.putArray("dataSets");
        dataSets.forEach(set -> all.addObject()
                .put("name", set.name())
                .put("folder", set.folder())
                .put("resultSha256", set.resultSha256()));
        JsonFile.write(file, tree);
    }
}
