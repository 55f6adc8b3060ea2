package dev.whittle.pipeline.experiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whittle.classify.model.JsonAt;

/**
 * Which code made a result.
 *
 * @param version of Whittle's jar; null where there is none
 * @param commit of the git checkout that the launcher built the code from; null where that is not known
 * @param uncommitted whether sources of that checkout had changes that are not in the commit
 */
public record Program(String version, String commit, boolean uncommitted) {
    /** Set by the launcher: a commit, followed by {@value #DIRTY} where sources have other changes. */
    private static final String COMMIT = "whittle.commit";

    private static final String DIRTY = "-dirty";

    /** This program. */
    static Program running() {
        return of(Program.class.getPackage().getImplementationVersion(), System.getProperty(COMMIT, ""));
    }

    static Program of(String version, String described) {
        boolean dirty = described.endsWith(DIRTY);
        String commit = dirty ? described.substring(0, described.length() - DIRTY.length()) : described;
        return new Program(version, commit.isEmpty() ? null : commit, dirty && !commit.isEmpty());
    }

    void put(ObjectNode node) {
        node.put("version", version);
        node.put("commit", commit);
        node.put("uncommitted", uncommitted);
    }

    static Program decode(JsonAt at) {
        return new Program(
                text(at, "version"), text(at, "commit"), at.get("uncommitted").bool());
    }

    private static String text(JsonAt at, String key) {
        return at.get(key).node().isNull() ? null : at.get(key).text();
    }

    /** For readers. */
    public String text() {
        String code = version == null ? "Whittle built from sources" : "Whittle " + version;
        if (commit == null) {
            return code + "; the commit is not known, as the program was not started by ./whittle in a git checkout";
        }
        return code + ", commit " + commit
                + (uncommitted ? ", with uncommitted changes: the code is not that of the commit" : "");
    }
}
