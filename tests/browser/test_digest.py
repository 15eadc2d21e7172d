"""The resource of the week, set by clicking in a real browser."""

from playwright.sync_api import Page, expect

from tests.browser.test_asking import ask, messages


def test_a_digest_is_set_by_clicking_and_what_was_previewed_comes(page: Page) -> None:
    ask(page, "/mlops-learn digest")
    page.get_by_role("button", name="Set up").click()
    modal = page.get_by_role("dialog")
    modal.get_by_label("Day", exact=True).select_option("Friday")
    modal.get_by_label("Time", exact=True).fill("16:30")
    modal.get_by_label("Timezone").fill("nowhere")
    modal.get_by_role("group", name="Topics").get_by_label("Kubernetes", exact=True).check()
    modal.get_by_role("button", name="Set up").click()
    expect(modal).to_contain_text("I know no zone “nowhere”")
    modal.get_by_label("Timezone").fill("london")
    modal.get_by_role("button", name="Set up").click()
    expect(modal).to_be_hidden()
    settings = messages(page).last
    expect(settings).to_contain_text("Every Friday at 16:30 (Europe/London), set by @ada")
    expect(settings).to_contain_text("Topics: Kubernetes")

    settings.get_by_role("button", name="Preview").click()
    preview = messages(page).last
    expect(preview).to_contain_text("Only you see it now.")
    title = preview.get_by_role("link").first.inner_text()

    page.get_by_text("Travel in time").click()
    page.get_by_role("button", name="+1 week").click()
    post = messages(page).last
    expect(post).to_contain_text("Resource of the week")
    expect(post).not_to_contain_text("Only")
    expect(post.get_by_role("link").first).to_have_text(title)

    post.get_by_role("button", name="Save").click()
    expect(messages(page).last).to_contain_text("Saved")
    page.get_by_role("link", name="App Home").click()
    home = page.locator("#home")
    expect(home.get_by_role("link", name=title)).to_be_visible()
