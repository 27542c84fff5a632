package dev.zarrgo.converter.zarr;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// All groups and arrays of a store by path; the root is the empty path, others have no leading `/`.
public record Hierarchy(NavigableMap<String, Node> nodes) {

    public Hierarchy {
        nodes = Collections.unmodifiableNavigableMap(new TreeMap<>(nodes));
        if (!(nodes.get("") instanceof GroupMetadata)) {
            throw new IllegalArgumentException("the root is no group");
        }
    }

    public GroupMetadata root() {
        return group("").orElseThrow();
    }

    /// The node at a path that is known to be there.
    ///
    /// @throws IllegalArgumentException if it is not
    public Node node(String path) {
        Node node = nodes.get(path);
        if (node == null) {
            throw new IllegalArgumentException("no node at /" + path);
        }
        return node;
    }

    public Optional<GroupMetadata> group(String path) {
        return nodes.get(path) instanceof GroupMetadata group ? Optional.of(group) : Optional.empty();
    }

    public Optional<ArrayMetadata> array(String path) {
        return nodes.get(path) instanceof ArrayMetadata array ? Optional.of(array) : Optional.empty();
    }

    /// All arrays by path, in path order.
    public NavigableMap<String, ArrayMetadata> arrays() {
        var arrays = new TreeMap<String, ArrayMetadata>();
        nodes.forEach((path, node) -> {
            if (node instanceof ArrayMetadata array) {
                arrays.put(path, array);
            }
        });
        return arrays;
    }

    /// The arrays directly in a group by name, in name order.
    public Map<String, ArrayMetadata> arraysIn(String group) {
        var arrays = new TreeMap<String, ArrayMetadata>();
        below(group).forEach((path, node) -> {
            String name = relative(group, path);
            if (node instanceof ArrayMetadata array && name.indexOf('/') < 0) {
                arrays.put(name, array);
            }
        });
        return arrays;
    }

    /// The names of the groups directly in a group, in order.
    public List<String> groupsIn(String group) {
        return below(group).entrySet().stream()
                .filter(entry -> entry.getValue() instanceof GroupMetadata)
                .map(entry -> relative(group, entry.getKey()))
                .filter(name -> name.indexOf('/') < 0)
                .toList();
    }

    /// Everything below a group, without the group itself.
    public NavigableMap<String, Node> below(String group) {
        return group.isEmpty()
                ? nodes.tailMap("", false)
                : nodes.subMap(group + "/", false, group + "0", false); // '0' follows '/'
    }

    private static String relative(String group, String path) {
        return group.isEmpty() ? path : path.substring(group.length() + 1);
    }

    /// The path of the group that holds `path`.
    public static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    /// The last segment of `path`.
    public static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /// `group/name`, or `name` in the root.
    public static String child(String group, String name) {
        return group.isEmpty() ? name : group + "/" + name;
    }
}
