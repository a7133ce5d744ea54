"""Which proxy leads where: the environment first, then the system, and never a password in anything that is shown."""

from __future__ import annotations

from urllib import request

import pytest

from backup_doctor.arm.wire import Wire
from backup_doctor.arm.wire.proxies import BadProxy, Origin, ProxyAsks, ProxySignIn, Route, route_to

ARM = "https://management.azure.com/subscriptions"


def named(proxy: str | None) -> Route:
    """The route where the system's settings say this."""
    return route_to(ARM, lambda _url: proxy)


def test_without_any_setting_the_way_is_direct() -> None:
    assert named(None) == Route(None, Origin.NOBODY)


def test_the_systems_proxy_is_taken() -> None:
    assert named("http://proxy.contoso.com:8080") == Route("http://proxy.contoso.com:8080", Origin.SYSTEM)


def test_the_finder_is_told_the_host_and_not_what_is_asked_for() -> None:
    asked: list[str] = []
    route_to(ARM, asked.append)
    assert asked == ["https://management.azure.com/"]


@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
def test_the_environment_goes_before_the_system(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, "http://env.contoso.com:3128")
    assert named("http://system.contoso.com:8080") == Route("http://env.contoso.com:3128", Origin.ENVIRONMENT, variable.upper())


@pytest.mark.parametrize("excepted", ["management.azure.com", ".azure.com", "azure.com", "example.com, management.azure.com", "*"])
def test_no_proxy_excepts_a_host_also_from_the_systems_proxy(excepted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", excepted)
    assert named("http://system.contoso.com:8080") == Route(None, Origin.EXCEPTED, "NO_PROXY")


def test_no_proxy_for_another_host_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "login.microsoftonline.com")
    monkeypatch.setenv("HTTPS_PROXY", "env.contoso.com:3128")
    assert named(None).proxy == "http://env.contoso.com:3128"


@pytest.mark.parametrize("url", ["http://127.0.0.1:8080/x", "https://localhost/x", "https://[::1]:8443/x"])
def test_this_computer_is_never_reached_through_a_proxy(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "http://env.contoso.com:3128")
    assert route_to(url, lambda _: "http://system.contoso.com") == Route(None, Origin.LOOPBACK)


@pytest.mark.parametrize(
    ("setting", "proxy"),
    [
        ("proxy", "http://proxy:80"),
        ("proxy:3128", "http://proxy:3128"),
        ("http://PROXY:3128/", "http://proxy:3128"),
        ("https://proxy", "https://proxy:443"),
        ("http://[fd00::1]:3128", "http://[fd00::1]:3128"),
    ],
)
def test_a_setting_in_any_form_gives_one_address(setting: str, proxy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", setting)
    assert named(None).proxy == proxy


def test_user_and_password_leave_the_address_for_a_place_that_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://CONTOSO%5Cme:s3cr%40t@proxy:3128")
    route = named(None)
    assert route.proxy == "http://proxy:3128"
    assert route.sign_in == ProxySignIn("CONTOSO\\me", "s3cr@t", "http://proxy:3128")
    assert "s3cr" not in repr(route) and "s3cr" not in repr(route.sign_in)


@pytest.mark.parametrize("setting", ["http://", "http://me:s3cret@:80", "http://me:s3cret@proxy:port", "ftp://me:s3cret@proxy", "http://[me:s3cret"])
def test_a_setting_that_names_no_proxy_is_refused_without_showing_it(setting: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", setting)
    with pytest.raises(BadProxy, match="HTTPS_PROXY") as caught:
        named(None)
    assert "s3cret" not in str(caught.value)


def test_socks_is_refused_and_said_so() -> None:
    with pytest.raises(BadProxy, match="SOCKS"):
        named("socks5://proxy:1080")


def test_a_way_is_remembered_for_a_while_and_found_again_when_asked_anew() -> None:
    answers = iter(["http://one:1", "http://two:2"])
    wire = Wire(lambda _url: next(answers))
    assert wire.route(ARM).proxy == wire.route("https://management.azure.com/other?x=https://elsewhere/").proxy == "http://one:1"
    assert wire.route(ARM, fresh=True).proxy == "http://two:2"


def test_a_password_is_told_only_to_the_proxy_it_was_given_for() -> None:
    wire = Wire()
    wire.proxy_sign_in = ProxySignIn("me", "s3cret", "http://proxy:8080")
    assert wire.sign_in_for("http://proxy:8080") is wire.proxy_sign_in
    assert wire.sign_in_for("http://proxy.of-a-cafe:8080") is None


def test_a_password_of_the_environment_is_told_to_its_proxy_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://me:s3cret@proxy:3128")
    wire = Wire()
    wire.route(ARM)
    assert wire.sign_in_for("http://proxy:3128") == ProxySignIn("me", "s3cret", "http://proxy:3128")
    assert wire.sign_in_for("http://other:3128") is None


def test_nothing_that_is_shown_holds_the_password() -> None:
    wire = Wire()
    wire.proxy_sign_in = ProxySignIn("me", "s3cret")
    assert "s3cret" not in repr(wire) + repr(wire.proxy_sign_in) + str(wire.proxy_sign_in)


@pytest.mark.parametrize(
    ("schemes", "takes"), [(("Basic",), True), (("Negotiate", "basic"), True), (("Negotiate", "NTLM"), False), (("Digest",), False), ((), True)]
)
def test_a_password_is_good_only_where_the_proxy_takes_one(schemes: tuple[str, ...], takes: bool) -> None:
    assert ProxyAsks("http://proxy:80", schemes, refused=False).takes_password is takes


def test_a_system_that_keeps_its_proxies_itself_is_asked_where_nobody_else_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the standard library asks Windows; it goes by the scheme, and by the hosts that are excepted."""
    monkeypatch.setattr(request, "getproxies_registry", lambda: {"https": "http://registry.contoso.com:8080"}, raising=False)
    monkeypatch.setattr(request, "proxy_bypass_registry", lambda host: host.endswith(".internal"), raising=False)
    assert route_to(ARM, None) == Route("http://registry.contoso.com:8080", Origin.SYSTEM)
    assert route_to("https://arm.internal/subscriptions", None).proxy is None
    assert route_to("http://management.azure.com/", None).proxy is None


def test_a_system_that_keeps_no_proxies_names_none(monkeypatch: pytest.MonkeyPatch) -> None:
    for system in ("registry", "macosx_sysconf"):
        monkeypatch.delattr(request, f"getproxies_{system}", raising=False)
    assert route_to(ARM, None) == Route(None, Origin.NOBODY)
