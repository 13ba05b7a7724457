"""Addresses of the protocols room, grouped by what is done there."""

from django.urls import URLPattern, path, register_converter

from protocols.views import (
    adherence,
    adopting,
    advice,
    approving,
    arranging,
    assessing,
    bound,
    case,
    case_reports,
    clauses,
    closing,
    comments,
    conditions,
    consulting,
    copying,
    creating,
    dataset_flows,
    details,
    documents,
    drawing,
    editing,
    evidence,
    flow_files,
    flow_tables,
    flows,
    guest_pages,
    guests,
    impact_drafts,
    in_tray,
    incidents,
    indemnities,
    inheriting,
    lists,
    moving,
    newer_templates,
    overview,
    paragraphs,
    parties,
    partner_status,
    redlines,
    reviews,
    risks,
    signing,
    signing_papers,
    suggesting,
    summaries,
    texts,
    trails,
    varying,
    waiting,
    walking,
    word_copies,
    word_texts,
)
from protocols.views import deciding as deciding_views
from protocols.views.elsewhere import bodies as named_bodies
from protocols.views.elsewhere import entering as agreement_entering
from protocols.views.elsewhere import importing as agreement_importing
from protocols.views.elsewhere import keeping as agreement_keeping
from protocols.views.elsewhere import lists as agreement_lists
from protocols.views.fetching import ReferenceConverter
from protocols.views.instruments import agreeing as instrument_agreeing
from protocols.views.instruments import beginning as instrument_beginning
from protocols.views.instruments import objecting as instrument_objecting
from protocols.views.instruments import reading as instrument_reading
from protocols.views.instruments import requesting as instrument_requesting
from protocols.views.studio import beginning as studio_beginning
from protocols.views.studio import drafting as studio_drafting
from protocols.views.studio import lists as studio_lists
from protocols.views.studio import publishing as studio_publishing
from protocols.views.studio import variables as studio_variables

register_converter(ReferenceConverter, "reference")
app_name = "protocols"
VERSION = "protocols/<reference:reference>/v<int:number>"

beginning = [
    path("protocols/", lists.protocol_list, name="list"),
    path("protocols/new/", creating.choose_template, name="new"),
    path("protocols/new/<slug:slug>/", creating.create, name="create"),
    path("trail/", trails.partnership_trail, name="partnership_trail"),
    path("protocols/case/", case_reports.report, name="case_report"),
    path("protocols/case/report.csv", case_reports.as_csv_file, name="case_report_csv"),
    path("protocols/case/report.xlsx", case_reports.as_workbook_file, name="case_report_workbook"),
    path("protocols/<reference:reference>/", lists.latest, name="detail"),
    path("protocols/<reference:reference>/bound/", bound.bound_on, name="bound_on"),
    path("protocols/<reference:reference>/bound/bound.csv", bound.as_csv, name="bound_on_csv"),
    path("protocols/<reference:reference>/bound/bound.json", bound.as_json, name="bound_on_json"),
    path(f"{VERSION}/copy/", copying.copy, name="copy"),
    path(f"{VERSION}/copied/", copying.copied, name="copied"),
    path(f"{VERSION}/copied/<int:pk>/confirm/", copying.confirm, name="copied_confirm"),
    path(f"{VERSION}/", overview.overview, name="version"),
    path(f"{VERSION}/tasks/", overview.tasks, name="tasks"),
    path(f"{VERSION}/history/", overview.history, name="history"),
    path(f"{VERSION}/trail/", trails.trail, name="trail"),
    path(f"{VERSION}/particulars/", details.particulars, name="particulars"),
    path(f"{VERSION}/parties/", parties.choose, name="parties"),
    path(f"{VERSION}/details/", details.variables, name="details"),
    path(f"{VERSION}/indemnity/", indemnities.agree, name="indemnity"),
]

writing = [
    path(f"{VERSION}/text/", texts.whole, name="text"),
    path(f"{VERSION}/text/word/", word_texts.word, name="word"),
    path(f"{VERSION}/text/word/copy/", word_copies.word_copy, name="word_copy"),
    path(f"{VERSION}/text/word/copy/<slug:kept>/", word_copies.word_copy_of_text, name="word_copy_of_text"),
    path(f"{VERSION}/text/word/<uuid:upload>/", word_texts.check, name="word_check"),
    path(f"{VERSION}/text/word/pieces/<int:pk>/place/", word_texts.place, name="word_place"),
    path(f"{VERSION}/text/word/pieces/<int:pk>/set-aside/", word_texts.set_aside, name="word_set_aside"),
    path(f"{VERSION}/sections/<slug:section_id>/", editing.section, name="section"),
    path(f"{VERSION}/sections/<slug:section_id>/save/", editing.save, name="section_save"),
    path(f"{VERSION}/sections/<slug:section_id>/here/", editing.here, name="section_here"),
    path(f"{VERSION}/sections/<slug:section_id>/paste/", editing.paste, name="section_paste"),
    path(f"{VERSION}/sections/<slug:section_id>/paragraphs/", paragraphs.paragraphs, name="section_paragraphs"),
    path(f"{VERSION}/sections/<slug:section_id>/ready/", editing.ready, name="section_ready"),
    path(f"{VERSION}/sections/<slug:section_id>/overarching/", inheriting.overarching, name="section_overarching"),
    path(f"{VERSION}/flows/", flows.flow_list, name="flows"),
    path(f"{VERSION}/flows/new/", flows.add, name="flow_add"),
    path(f"{VERSION}/flows/from-data-sets/", dataset_flows.add, name="flow_from"),
    path(f"{VERSION}/flows/<int:pk>/data-set/", dataset_flows.compare, name="flow_dataset"),
    path(f"{VERSION}/flows/<int:pk>/keep/", dataset_flows.keep, name="flow_keep"),
    path(f"{VERSION}/flows/table/", flow_tables.table, name="flow_table"),
    path(f"{VERSION}/flows/file/", flow_files.upload, name="flow_upload"),
    path(f"{VERSION}/flows/flows.csv", flow_files.as_csv, name="flow_csv"),
    path(f"{VERSION}/flows/flows.xlsx", flow_files.as_workbook, name="flow_workbook"),
    path(f"{VERSION}/flows/<int:pk>/", flows.change, name="flow_change"),
    path(f"{VERSION}/flows/<int:pk>/delete/", flows.delete, name="flow_delete"),
    path(f"{VERSION}/flows/<int:pk>/leave-out/", flows.leave_out, name="flow_leave_out"),
    path(f"{VERSION}/risks/", risks.risk_list, name="risks"),
    path(f"{VERSION}/risks/new/", risks.add, name="risk_add"),
    path(f"{VERSION}/risks/starters/", risks.take_over, name="risk_starters"),
    path(f"{VERSION}/risks/impact-assessment/", impact_drafts.impact_draft, name="impact_draft"),
    path(f"{VERSION}/risks/<int:pk>/", risks.change, name="risk_change"),
    path(f"{VERSION}/risks/<int:pk>/delete/", risks.delete, name="risk_delete"),
    path(f"{VERSION}/case/", case.case, name="case"),
    path(f"{VERSION}/case/new/", case.add, name="case_add"),
    path(f"{VERSION}/case/starters/", case.take_over, name="case_starters"),
    path(f"{VERSION}/case/print/", case.printed, name="case_print"),
    path(f"{VERSION}/case/<int:pk>/", case.change, name="case_change"),
    path(f"{VERSION}/case/<int:pk>/delete/", case.delete, name="case_delete"),
    path(f"{VERSION}/case/barriers/new/", case.add_barrier, name="barrier_add"),
    path(f"{VERSION}/case/barriers/<int:pk>/", case.change_barrier, name="barrier_change"),
    path(f"{VERSION}/case/barriers/<int:pk>/delete/", case.delete_barrier, name="barrier_delete"),
    path(f"{VERSION}/comments/", comments.comment_list, name="comments"),
    path(f"{VERSION}/comments/<int:pk>/resolve/", comments.resolve, name="comment_resolve"),
    path(f"{VERSION}/comments/<int:pk>/reopen/", comments.reopen, name="comment_reopen"),
]

consulted = [
    path(f"{VERSION}/consultation/", consulting.summary, name="consultation"),
    path(f"{VERSION}/consultation/export/", consulting.export, name="consultation_export"),
    path(f"{VERSION}/consultation/export/workbook/", consulting.workbook, name="consultation_workbook"),
    path(f"{VERSION}/consultation/export/word/", consulting.word, name="consultation_word"),
    path(f"{VERSION}/consultation/closing-date/", consulting.closing_date, name="closing_date"),
    path(f"{VERSION}/consultation/looked/", consulting.looked, name="looked"),
    path(f"{VERSION}/consultation/read/", consulting.read, name="read"),
    path(f"{VERSION}/sections/<slug:section_id>/suggest/", suggesting.suggest_wording, name="suggest"),
    path(f"{VERSION}/suggestions/<int:pk>/", suggesting.suggestion, name="suggestion"),
    path(f"{VERSION}/suggestions/<int:pk>/accept/", suggesting.take_up, name="suggestion_accept"),
    path(f"{VERSION}/suggestions/<int:pk>/reject/", suggesting.turn_down, name="suggestion_reject"),
    path(f"{VERSION}/suggestions/<int:pk>/withdraw/", suggesting.withdraw, name="suggestion_withdraw"),
]

comparing = [
    path(f"{VERSION}/versions/", redlines.texts, name="texts"),
    path(f"{VERSION}/versions/<slug:kept>/put-back/", redlines.put_back, name="text_put_back"),
    path(f"{VERSION}/compare/", redlines.compare, name="compare"),
    path(f"{VERSION}/compare/pdf/", redlines.ask_for_file, name="redline_ask"),
    path(f"{VERSION}/compare/pdf/<uuid:pk>/", redlines.file, name="redline_file"),
]

moves = [
    path(f"{VERSION}/consult/", moving.consult, name="consult"),
    path(f"{VERSION}/take-back/", moving.back, name="take_back"),
    path(f"{VERSION}/abandon/", moving.give_up, name="abandon"),
    path(f"{VERSION}/vary/", moving.vary_version, name="vary"),
    path(f"{VERSION}/variation/", varying.variation, name="variation"),
    path(f"{VERSION}/overarching/", adopting.overarching, name="overarching"),
]

legal = [
    path(f"{VERSION}/legal/", assessing.tab, name="legal"),
    path(f"{VERSION}/legal/begin/", assessing.begin, name="legal_begin"),
    path(f"{VERSION}/legal/<int:pk>/", assessing.record, name="legal_record"),
    path(f"{VERSION}/legal/<int:pk>/next/", walking.go_on, name="legal_next"),
    path(f"{VERSION}/legal/<int:pk>/steps/<str:token>/", walking.step, name="legal_step"),
    path(f"{VERSION}/legal/<int:pk>/end/", walking.end, name="legal_end"),
    path(f"{VERSION}/legal/<int:pk>/advice/<str:token>/", walking.advise, name="legal_advise"),
    path(f"{VERSION}/legal/evidence/<uuid:evidence>/", evidence.download, name="legal_evidence"),
    path(f"{VERSION}/legal/evidence/<uuid:evidence>/remove/", evidence.remove, name="legal_evidence_remove"),
    path(f"{VERSION}/legal/<int:pk>/conclude/", assessing.conclude, name="legal_conclude"),
    path(f"{VERSION}/legal/<int:pk>/leave-out/", assessing.leave_out, name="legal_leave_out"),
    path(f"{VERSION}/legal/<int:pk>/look-again/", assessing.look_again, name="legal_look_again"),
    path(f"{VERSION}/legal/<int:pk>/move/", assessing.move, name="legal_move"),
    path(f"{VERSION}/legal/<int:pk>/similar/", drawing.similar, name="legal_similar"),
    path(f"{VERSION}/legal/<int:pk>/similar/draw-on/", drawing.draw_on, name="legal_draw_on"),
    path(f"{VERSION}/legal/<int:pk>/similar/stop/", drawing.stop_drawing, name="legal_stop_drawing"),
    path(f"{VERSION}/legal/<int:pk>/reopen/", assessing.reopen, name="legal_reopen"),
]

deciding = [
    path("in-tray/", in_tray.in_tray, name="in_tray"),
    path(f"{VERSION}/submit/", approving.submit_version, name="submit"),
    path(f"{VERSION}/approvals/", approving.approvals, name="approvals"),
    path(f"{VERSION}/approve/", deciding_views.approve, name="approve"),
    path("approvals/", waiting.queue, name="queue"),
    path("approvals/conditions/", waiting.condition_list, name="conditions"),
    path("approvals/conditions/<int:pk>/", conditions.condition, name="condition"),
    path("approvals/<int:pk>/", deciding_views.decide_on, name="decide"),
    path("approvals/<int:pk>/again/", deciding_views.again, name="decide_again"),
    path("approvals/<int:pk>/advice/", advice.answer, name="advice"),
    path(f"{VERSION}/sign/", signing.sign_version, name="sign"),
    path(f"{VERSION}/sign/decline/", signing.decline_version, name="decline"),
    path(f"{VERSION}/sign/close/", closing.close, name="close_signing"),
    path(f"{VERSION}/sign/order/", arranging.plan, name="signing_plan"),
    path(f"{VERSION}/sign/copies/", arranging.copies, name="copies_to"),
    path(f"{VERSION}/sign/copies/<int:pk>/take-off/", arranging.uncopy, name="uncopy"),
    path(f"{VERSION}/sign/hand-over/", arranging.over, name="hand_over"),
    path(f"{VERSION}/sign/guests/", guests.guests, name="guests"),
    path(f"{VERSION}/sign/guests/<int:pk>/code/", guests.code, name="guest_new_code"),
    path(f"{VERSION}/sign/guests/<int:pk>/withdraw/", guests.withdraw, name="guest_withdraw"),
    path(f"{VERSION}/sign/paper/", signing_papers.bring, name="bring_paper"),
    path(f"{VERSION}/sign/paper/<int:pk>/", signing_papers.paper, name="paper"),
    path("signing/<str:token>/", guest_pages.guest_sign, name="guest_sign"),
    path("signing/<str:token>/file/", guest_pages.guest_file, name="guest_file"),
    path("signing/<str:token>/decline/", guest_pages.guest_decline, name="guest_decline"),
    path("signing/<str:token>/code/", guest_pages.guest_code, name="guest_code"),
    path("copies/<str:token>/", guest_pages.copy_link, name="copy_link"),
    path(f"{VERSION}/end/", signing.end_version, name="end"),
    path(f"{VERSION}/documents/<uuid:pk>/", documents.document, name="document"),
    path(f"{VERSION}/documents/of/<int:pk>/<slug:what>/", documents.awaited, name="awaited_document"),
]

living = [
    path(f"{VERSION}/review/", reviews.review, name="review"),
    path(f"{VERSION}/review/owner/", reviews.owner, name="review_owner"),
    path(f"{VERSION}/review/record/", reviews.record, name="review_record"),
    path(f"{VERSION}/review/<int:pk>/", reviews.one, name="review_of"),
    path(f"{VERSION}/review/<int:pk>/carry-out/", reviews.carry_out, name="review_carry_out"),
    path(f"{VERSION}/incidents/", incidents.incident_list, name="incidents"),
    path(f"{VERSION}/incidents/new/", incidents.add, name="incident_add"),
    path(f"{VERSION}/incidents/<int:pk>/", incidents.change, name="incident_change"),
    path(f"{VERSION}/adherence/", adherence.years, name="adherence"),
    path(f"{VERSION}/adherence/statements.csv", adherence.as_csv_file, name="adherence_csv"),
    path(f"{VERSION}/adherence/statements.xlsx", adherence.as_workbook_file, name="adherence_workbook"),
    path(f"{VERSION}/adherence/<int:pk>/", adherence.statement, name="statement"),
    path(f"{VERSION}/adherence/<int:pk>/correct/", adherence.correct, name="statement_correct"),
    path(f"{VERSION}/summary/", summaries.summary, name="summary"),
    path(f"{VERSION}/summary/confirm/", summaries.confirm, name="summary_confirm"),
    path(f"{VERSION}/summary/ask/", summaries.ask, name="summary_ask"),
    path(f"{VERSION}/summary/staff/", summaries.staff, name="summary_staff"),
    path("protocols/briefed/", summaries.everywhere, name="briefed"),
]

AFTER = f"{VERSION}/after"
INSTRUMENT = f"{AFTER}/<int:act>"
JOIN = "protocols/<reference:reference>/join"
after_signing = [
    path(f"{VERSION}/partners/", partner_status.partner_status, name="partner_status"),
    path(f"{VERSION}/partners/chase/", partner_status.chase, name="partner_chase"),
    path(f"{AFTER}/", instrument_beginning.instrument_list, name="instruments"),
    path(f"{AFTER}/new/", instrument_beginning.choose, name="instrument_choose"),
    path(f"{AFTER}/new/<slug:kind>/", instrument_beginning.begin, name="instrument_begin"),
    path(f"{JOIN}/", instrument_requesting.join, name="join"),
    path(f"{JOIN}/<int:pk>/take-back/", instrument_requesting.take_back, name="join_take_back"),
    path(f"{AFTER}/requests/<int:pk>/", instrument_requesting.read, name="join_request"),
    path(f"{AFTER}/requests/<int:pk>/begin/", instrument_requesting.begin, name="join_begin"),
    path(f"{AFTER}/requests/<int:pk>/refuse/", instrument_requesting.refuse, name="join_refuse"),
    path(f"{INSTRUMENT}/", instrument_reading.instrument, name="instrument"),
    path(f"{INSTRUMENT}/object/", instrument_objecting.object_to_it, name="instrument_object"),
    path(f"{INSTRUMENT}/objections/<int:pk>/withdraw/", instrument_objecting.withdraw, name="objection_withdraw"),
    path(f"{INSTRUMENT}/objections/<int:pk>/overrule/", instrument_objecting.overrule, name="objection_overrule"),
    path(f"{INSTRUMENT}/change/", instrument_beginning.change, name="instrument_change"),
    path(f"{INSTRUMENT}/submit/", instrument_reading.submit, name="instrument_submit"),
    path(f"{INSTRUMENT}/take-back/", instrument_reading.take_back, name="instrument_take_back"),
    path(f"{INSTRUMENT}/give-up/", instrument_reading.give_up, name="instrument_give_up"),
    path(f"{INSTRUMENT}/approve/", instrument_agreeing.approve, name="instrument_approve"),
    path(f"{INSTRUMENT}/sign/", instrument_agreeing.sign_instrument, name="instrument_sign"),
    path(f"{INSTRUMENT}/sign/decline/", instrument_agreeing.decline_instrument, name="instrument_decline"),
]

ELSEWHERE = "protocols/elsewhere"
elsewhere = [
    path(f"{ELSEWHERE}/", agreement_lists.agreement_list, name="elsewhere"),
    path(f"{ELSEWHERE}/export/", agreement_lists.export, name="elsewhere_export"),
    path(f"{ELSEWHERE}/import/", agreement_importing.upload, name="elsewhere_import"),
    path(f"{ELSEWHERE}/import/<uuid:upload>/", agreement_importing.check, name="elsewhere_check"),
    path(f"{ELSEWHERE}/new/", agreement_entering.add, name="elsewhere_add"),
    path(f"{ELSEWHERE}/bodies/", named_bodies.bodies, name="elsewhere_bodies"),
    path(f"{ELSEWHERE}/bodies/<int:pk>/", named_bodies.body, name="elsewhere_body"),
    path(f"{ELSEWHERE}/<int:pk>/", agreement_lists.agreement, name="elsewhere_agreement"),
    path(f"{ELSEWHERE}/<int:pk>/change/", agreement_keeping.change, name="elsewhere_change"),
    path(f"{ELSEWHERE}/<int:pk>/entry/", agreement_entering.rewrite, name="elsewhere_rewrite"),
    path(f"{ELSEWHERE}/<int:pk>/take-out/", agreement_keeping.take_out, name="elsewhere_take_out"),
    path(f"{ELSEWHERE}/<int:pk>/attach/", agreement_keeping.attach, name="elsewhere_attach"),
    path(f"{ELSEWHERE}/<int:pk>/files/<uuid:file>/", agreement_keeping.file, name="elsewhere_file"),
    path(f"{ELSEWHERE}/<int:pk>/files/<uuid:file>/remove/", agreement_keeping.remove, name="elsewhere_remove"),
]

clause_library = [
    path(f"{VERSION}/template/", newer_templates.template, name="template"),
    path(f"{VERSION}/sections/<slug:section_id>/save-to-library/", clauses.save, name="clause_save"),
    path(f"{VERSION}/sections/<slug:section_id>/from-library/", clauses.choose, name="clause_choose"),
    path("clauses/", clauses.clause_list, name="clauses"),
    path("clauses/<int:pk>/", clauses.clause, name="clause"),
    path("clauses/<int:pk>/retire/", clauses.retire, name="clause_retire"),
]

STUDIO = "templates"
DRAFT = f"{STUDIO}/<slug:slug>/draft"
composing = [
    path(f"{STUDIO}/", studio_lists.template_list, name="studio"),
    path(f"{STUDIO}/new/", studio_beginning.new, name="studio_new"),
    path(f"{STUDIO}/<slug:slug>/", studio_lists.template, name="studio_template"),
    path(f"{STUDIO}/<slug:slug>/copy/", studio_beginning.copy, name="studio_copy"),
    path(f"{STUDIO}/<slug:slug>/next/", studio_beginning.next_version, name="studio_next"),
    path(f"{STUDIO}/<slug:slug>/retire/", studio_publishing.retire, name="studio_retire"),
    path(f"{STUDIO}/<slug:slug>/version/<slug:which>/", studio_lists.template, name="studio_version"),
    path(f"{STUDIO}/<slug:slug>/version/<slug:which>/preview/", studio_lists.preview, name="studio_preview"),
    path(
        f"{STUDIO}/<slug:slug>/version/<slug:which>/preview/pdf/", studio_lists.preview_pdf, name="studio_preview_pdf"
    ),
    path(f"{DRAFT}/", studio_drafting.draft, name="studio_draft"),
    path(f"{DRAFT}/publish/", studio_publishing.publish, name="studio_publish"),
    path(f"{DRAFT}/delete/", studio_publishing.give_up, name="studio_give_up"),
    path(f"{DRAFT}/sections/add/", studio_drafting.add_section, name="studio_section_add"),
    path(f"{DRAFT}/sections/own/", studio_drafting.own_section, name="studio_section_own"),
    path(f"{DRAFT}/sections/<slug:section_id>/write/", studio_drafting.section, name="studio_section"),
    path(f"{DRAFT}/sections/<slug:section_id>/move/", studio_drafting.move, name="studio_section_move"),
    path(f"{DRAFT}/sections/<slug:section_id>/take-out/", studio_drafting.take_out, name="studio_section_take_out"),
    path(f"{DRAFT}/variables/add/", studio_variables.add, name="studio_variable_add"),
    path(f"{DRAFT}/variables/<slug:key>/change/", studio_variables.change, name="studio_variable"),
    path(f"{DRAFT}/variables/<slug:key>/delete/", studio_variables.delete, name="studio_variable_delete"),
]

urlpatterns: list[URLPattern] = [
    *beginning,
    *writing,
    *consulted,
    *comparing,
    *moves,
    *legal,
    *deciding,
    *living,
    *after_signing,
    *elsewhere,
    *composing,
    *clause_library,
]
