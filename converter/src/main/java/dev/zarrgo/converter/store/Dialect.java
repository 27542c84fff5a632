package dev.zarrgo.converter.store;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/// How a kind of server wants to be asked, and what its refusals mean.
interface Dialect {

    /// The request as it goes out, but for its body; made anew for each try, as signatures age.
    HttpRequest.Builder address(RemoteRequest request);

    /// The object, as a person writes it.
    String described(String key);

    /// Whether the answer says that there is no such object.
    boolean isAbsence(HttpResponse<String> answer);

    /// What an answer means that is neither success nor absence: the failure to throw where asking again
    /// does not help.
    ///
    /// @throws IOException where it may help
    RuntimeException failure(RemoteRequest request, HttpResponse<String> answer) throws IOException;

    /// Fetches other credentials in the place of those that have expired.
    ///
    /// @return false if there are no others
    boolean renewCredentials();

    /// Whether to go where the server points to.
    boolean followsRedirects();
}
